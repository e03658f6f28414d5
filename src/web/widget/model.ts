/** A message of the kernel, or to it: JSON, with bytes beside it. */
export type Message = Readonly<Record<string, unknown>>;

export type MessageHandler = (message: unknown, buffers: readonly (ArrayBuffer | ArrayBufferView)[]) => void;

/** What every host of anywidget (Jupyter, VS Code, Colab) gives to a widget's code, as far as it is used here. */
export interface Model {
  send(message: Message, callbacks?: unknown, buffers?: ArrayBuffer[]): void;
  on(event: 'msg:custom', handler: MessageHandler): void;
  off(event: 'msg:custom', handler: MessageHandler): void;
}

/** The bytes of a buffer, whichever kind the host makes of it. */
export function bytesOf(buffer: ArrayBuffer | ArrayBufferView | undefined): Uint8Array<ArrayBuffer> {
  if (!buffer) {
    return new Uint8Array();
  }
  const view = ArrayBuffer.isView(buffer)
    ? new Uint8Array(buffer.buffer, buffer.byteOffset, buffer.byteLength)
    : new Uint8Array(buffer);
  // Hosts reuse the memory of a whole message; what is kept is ours alone.
  return view.slice();
}
