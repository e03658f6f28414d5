import { useSyncExternalStore } from 'react';

/** A value that changes over time, told to whoever listens. The values themselves are never changed in place. */
export class Store<T> {
  constructor(private value: T) {}

  // Arrow functions, so that React may call them without their owner.
  readonly get = (): T => this.value;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => {
      this.listeners.delete(listener);
    };
  };

  set(value: T): void {
    this.value = value;
    this.listeners.forEach(listener => {
      listener();
    });
  }

  private readonly listeners = new Set<() => void>();
}

/** The current value of a store; the component is drawn again when it changes. */
export function useStore<T>(store: Pick<Store<T>, 'get' | 'subscribe'>): T {
  return useSyncExternalStore(store.subscribe, store.get);
}
