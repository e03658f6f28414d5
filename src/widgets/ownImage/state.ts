import type { ImageSource } from '../../image/source';
import type { Planes, RunProgress, RunResult } from '../../run/model';
import type { OutputView, ViewTensor } from '../../preview/report/report';
import type { Failure } from '../common/failure';
import type { GivenFile } from './services';

/** One image that was chosen, for one input of the network. */
export interface ChosenImage {
  readonly file: GivenFile;
  readonly source: ImageSource;
}

export interface OwnImageState {
  /** Ids of the network's inputs, once the bundle was opened; one image is asked for each. */
  readonly inputs: readonly string[];
  /** By input; an empty place is null. */
  readonly images: readonly (ChosenImage | null)[];
  /** Letters of the axes as they were typed, by input; empty where the file's own are taken. */
  readonly axes: readonly string[];
  readonly planes: Planes;
  /** Numbers or names of channels as they were typed, with commas between them. */
  readonly channels: string;
  /** What is being done; null where nothing is. */
  readonly doing: 'opening' | 'running' | null;
  readonly progress: RunProgress | null;
  readonly failure: Failure | null;
  readonly result: OwnResult | null;
  /** Where a result was saved, or why it was not. */
  readonly notice: string | null;
}

export interface OwnResult extends RunResult {
  /** By output: what stands in the viewer. */
  readonly views: readonly OutputView[];
  /** Name of the first image, for the names of what is saved. */
  readonly image: string;
}

export const emptyOwnImage: OwnImageState = {
  inputs: [],
  images: [],
  axes: [],
  planes: 'each',
  channels: '',
  doing: null,
  progress: null,
  failure: null,
  result: null,
  notice: null
};

/** The result of a run beside the image that was given. */
export function viewsOf(result: RunResult, input: ViewTensor): OutputView[] {
  return result.outputs.map(({ id, axes, tensor, objects, pixelSize }) => ({
    weights: 'onnx',
    output: id,
    input,
    expected: { axes, tensor, ...(pixelSize && { pixelSize }) },
    objects: objects !== undefined
  }));
}

/** Channels as they were typed: numbers where they are numbers, else names. Undefined where nothing was typed. */
export function channelsOf(typed: string): readonly (number | string)[] | undefined {
  const parts = typed
    .split(',')
    .map(part => part.trim())
    .filter(part => part !== '');
  return parts.length === 0 ? undefined : parts.map(part => (/^\d+$/.test(part) ? Number(part) : part));
}

/** “y 512, x 640, 3 channels”: how an image is read. */
export function axesSentence(axes: readonly { readonly id: string; readonly size: number }[]): string {
  const names: Readonly<Record<string, (size: number) => string>> = {
    t: size => `${size} time points`,
    c: size => `${size} channels`,
    z: size => `${size} planes`,
    y: size => `${size} rows`,
    x: size => `${size} columns`,
    q: size => `${size} of what the file does not say`
  };
  return axes.map(({ id, size }) => (Object.hasOwn(names, id) ? names[id](size) : `${id} ${size}`)).join(', ');
}
