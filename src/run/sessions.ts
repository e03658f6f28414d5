import type { EngineOptions, InferenceEngine, Session } from '../runtime/engine';

/** The network of one bundle, loaded as often as there are workers to run it side by side. */
export class Sessions {
  private loaded: {
    readonly count: number;
    readonly threads: number;
    readonly all: readonly Promise<Session>[];
  } | null = null;

  constructor(
    private readonly engines: readonly InferenceEngine[],
    private readonly model: (signal?: AbortSignal) => Promise<Uint8Array>,
    private readonly external: (signal?: AbortSignal) => Promise<Pick<EngineOptions, 'external'>>
  ) {}

  /** Which runtime; its version is known once a network is loaded. */
  get name(): string {
    return this.engines[0].name;
  }

  /** So many networks with so many threads each. Rejects as `InferenceEngine.load` does. */
  async take(count: number, threads: number, signal?: AbortSignal): Promise<readonly Session[]> {
    const { loaded } = this;
    if (loaded && loaded.count >= count && loaded.threads === threads) {
      return Promise.all(loaded.all.slice(0, count));
    }
    await this.release();
    const [model, external] = await Promise.all([this.model(signal), this.external(signal)]);
    const all = Array.from({ length: count }, (_, index) =>
      this.engines[index % this.engines.length].load(model, { ...external, threads }, signal)
    );
    all.forEach(session => session.catch(() => undefined));
    this.loaded = { count, threads, all };
    try {
      return await Promise.all(all);
    } catch (error) {
      await this.release();
      throw error;
    }
  }

  /** Ends them all, for instance since one was ended in the middle of its work. */
  async release(): Promise<void> {
    const all = this.loaded?.all ?? [];
    this.loaded = null;
    await Promise.all(
      all.map(session =>
        session.then(
          found => found.dispose(),
          () => undefined
        )
      )
    );
  }
}
