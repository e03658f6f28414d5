import type { ImageInfo } from '../../image/source';
import { createTensor } from '../../tensor/create';
import { toNumbers } from '../../tensor/cast';
import type { Tensor } from '../../tensor/tensor';
import { RunError } from '../model';

/** The image's channels that the network is given, in its order; `grey`: the brightness of red, green and blue. */
export type Channels = readonly number[] | 'grey';

/** `count`: channels of the image; `wanted`: of the network. Throws `RunError` where it has to be said which. */
export function chooseChannels(
  info: ImageInfo,
  count: number,
  wanted: number,
  said: readonly (number | string)[] | undefined
): Channels {
  if (said) {
    return saidChannels(info, count, wanted, said);
  }
  if (count === wanted) {
    return range(count);
  }
  // Opacity is no channel that anything was measured in.
  const opaque = info.colour ? count - (count === 2 || count === 4 ? 1 : 0) : count;
  if (opaque === wanted) {
    return range(wanted);
  }
  throw new RunError('channels', whichSentence(info, count, wanted));
}

/** RGB where the network takes one channel, and the like: what there is, and how to say which. */
function whichSentence(info: ImageInfo, count: number, wanted: number): string {
  const takes = `the network takes ${wanted === 1 ? 'one channel' : `${wanted} channels`}`;
  const names = info.channelNames ? ` (${info.channelNames.join(', ')})` : '';
  if (count === 1) {
    return `“${info.name}” has one channel, and ${takes}. To give it the same one as each: --channels ${new Array(wanted).fill(0).join(',')} (channels=[${new Array(wanted).fill(0).join(', ')}] in Python).`;
  }
  const first = range(wanted);
  const ways = `--channels ${first.join(',')} (channels=[${first.join(', ')}] in Python)`;
  if (info.colour && wanted === 1) {
    return `“${info.name}” is in colour, and ${takes}. Say which: ${ways} for red, or --channels grey (channels=["grey"]) for the brightness.`;
  }
  return count < wanted
    ? `“${info.name}” has ${count} channels${names}, and ${takes}. Give an image with all of them.`
    : `“${info.name}” has ${count} channels${names}, and ${takes}. Say which, by number from 0 or by name: ${ways}.`;
}

function saidChannels(info: ImageInfo, count: number, wanted: number, said: readonly (number | string)[]): Channels {
  if (said.length === 1 && typeof said[0] === 'string' && /^gr[ae]y$/i.test(said[0]) && wanted === 1) {
    if (count < 3) {
      return [0];
    }
    if (!info.colour && count > 4) {
      throw new RunError(
        'channels',
        `“${info.name}” has ${count} channels, which are no colours. Say which one is to be used.`
      );
    }
    return 'grey';
  }
  if (said.length !== wanted) {
    throw new RunError(
      'channels',
      `The network takes ${wanted} channel${wanted === 1 ? '' : 's'}, and ${said.length} were named (${said.join(', ')}).`
    );
  }
  return said.map(one => channelNumber(one, info, count));
}

function channelNumber(one: number | string, info: ImageInfo, count: number): number {
  const names = info.channelNames ?? (info.colour ? ['red', 'green', 'blue'] : []);
  const named = typeof one === 'string' ? names.findIndex(name => name.toLowerCase() === one.toLowerCase()) : -1;
  const number = named >= 0 ? named : Number(one);
  if (!Number.isInteger(number) || number < 0 || number >= count) {
    const known = names.length > 0 ? ` (${names.join(', ')})` : '';
    const has = count === 1 ? 'one channel, number 0' : `the channels 0 to ${count - 1}${known}`;
    throw new RunError('channels', `“${info.name}” has no channel “${one}”: it has ${has}.`);
  }
  return number;
}

function range(length: number): number[] {
  return Array.from({ length }, (_, at) => at);
}

/** Brightness of red, green and blue as scikit-image's `rgb2gray` weighs them (Rec. 709), in the image's own range. */
const weights = [0.2125, 0.7154, 0.0721];

/** One channel of three; `axis` is that of the channels, which has size 1 in the result. */
export function brightness(tensor: Tensor, axis: number): Tensor {
  const values = toNumbers(tensor);
  const inner = tensor.shape.slice(axis + 1).reduce((product, size) => product * size, 1);
  const shape = tensor.shape.map((size, at) => (at === axis ? 1 : size));
  const out = new Float32Array(values.length / tensor.shape[axis]);
  const block = inner * tensor.shape[axis];
  for (let i = 0; i < out.length; i++) {
    const from = Math.floor(i / inner) * block + (i % inner);
    out[i] = weights[0] * values[from] + weights[1] * values[from + inner] + weights[2] * values[from + 2 * inner];
  }
  return createTensor('float32', shape, out);
}
