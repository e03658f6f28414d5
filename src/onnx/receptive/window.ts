import type { OnnxNode } from '../model';

/** A sliding window along one axis. */
export interface Window {
  readonly kernel: number;
  readonly stride: number;
  readonly dilation: number;
  readonly before: number;
  readonly after: number;
}

export function ints(node: OnnxNode, name: string): readonly number[] | undefined {
  const found = node.attributes.get(name);
  return found?.kind === 'ints' ? found.value : undefined;
}

export function int(node: OnnxNode, name: string, otherwise: number): number {
  const found = node.attributes.get(name);
  return found?.kind === 'int' ? found.value : otherwise;
}

export function text(node: OnnxNode, name: string, otherwise: string): string {
  const found = node.attributes.get(name);
  return found?.kind === 'string' ? found.value : otherwise;
}

/** The window of a Conv, ConvTranspose or pooling node along spatial axis `at` of a row of `size` pixels. */
export function windowOf(node: OnnxNode, at: number, size: number, kernelDims?: readonly number[]): Window {
  const shape = ints(node, 'kernel_shape') ?? kernelDims?.slice(2) ?? [];
  const kernel = shape[at] ?? 1;
  const stride = ints(node, 'strides')?.[at] ?? 1;
  const dilation = ints(node, 'dilations')?.[at] ?? 1;
  const pads = ints(node, 'pads') ?? [];
  const automatic = text(node, 'auto_pad', 'NOTSET');
  if (automatic === 'SAME_UPPER' || automatic === 'SAME_LOWER') {
    const total =
      node.op === 'ConvTranspose'
        ? Math.max((kernel - 1) * dilation + 1 - stride, 0)
        : Math.max((Math.ceil(size / stride) - 1) * stride + (kernel - 1) * dilation + 1 - size, 0);
    const before = automatic === 'SAME_UPPER' ? Math.floor(total / 2) : Math.ceil(total / 2);
    return { kernel, stride, dilation, before, after: total - before };
  }
  const half = pads.length / 2;
  return { kernel, stride, dilation, before: pads[at] ?? 0, after: pads[at + half] ?? 0 };
}

/** Number of positions of a window over `size` pixels; may be 0 or less. */
export function windowCount(window: Window, size: number, ceil = false): number {
  const room = size + window.before + window.after - (window.kernel - 1) * window.dilation - 1;
  return (ceil ? Math.ceil(room / window.stride) : Math.floor(room / window.stride)) + 1;
}
