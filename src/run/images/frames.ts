import type { ImageAxisId, ImageSource, Part } from '../../image/source';
import type { TensorDescription } from '../../spec/model';
import { reshape } from '../../tensor/create';
import type { Tensor } from '../../tensor/tensor';
import { transpose } from '../../tensor/transpose';
import { toNumbers } from '../../tensor/cast';
import { arrayOf } from '../../tensor/dtype';
import { gather } from '../tiles/cut';
import type { RunOptions } from '../model';
import { brightness, chooseChannels } from './channels';
import type { Channels } from './channels';
import { letterOf } from './letters';
import { channelsOf, rolesOf } from './roles';
import type { Role } from './roles';

/** An axis along which the network runs again and again. */
export interface Loop {
  readonly letter: ImageAxisId;
  readonly size: number;
}

/** One image of the user's as an input of the network: a frame after the other. */
export interface Frames {
  readonly source: ImageSource;
  readonly roles: readonly Role[];
  readonly loops: readonly Loop[];
  /** The planes that the network does not take are made one by their maximum. */
  readonly projected: boolean;
  readonly channels: Channels;
  /** How the image was read, in a sentence. */
  readonly read: string;
  /** The frame at these places along the loops, with the axes of the description. Rejects with `ImageError`. */
  frame(at: ReadonlyMap<ImageAxisId, number>, signal?: AbortSignal): Promise<Tensor>;
}

/** How an image is given to an input. Throws `RunError` where it cannot be, or has to be said. */
export function framesOf(
  source: ImageSource,
  said: string | undefined,
  input: TensorDescription,
  { planes, channels: named }: Pick<RunOptions, 'planes' | 'channels'>
): Frames {
  const { info } = source;
  const roles = rolesOf(info, said, input);
  const count = roles.find(({ letter }) => letter === 'c')?.size ?? 1;
  const channels = chooseChannels(info, count, channelsOf(input) ?? 1, named);
  const projected = planes === 'projection' && roles.some(({ letter, looped }) => looped && letter !== 't');
  const loops = roles.filter(({ letter, looped }) => looped && !(projected && letter !== 't'));
  return {
    source,
    roles,
    loops,
    projected,
    channels,
    read: readSentence(source, roles, projected, channels),
    frame: async (at, signal) => {
      const region = roles.map(({ letter, size, looped }): Part => {
        const entry = looped ? at.get(letter) : undefined;
        return entry === undefined ? { start: 0, length: size } : { start: entry, length: 1 };
      });
      // A source that holds all of it need not copy it.
      const all = region.every(({ length }, axis) => length === roles[axis].size);
      return arranged(await source.read(all ? undefined : region, signal), roles, channels, input, projected);
    }
  };
}

function arranged(
  image: Tensor,
  roles: readonly Role[],
  channels: Channels,
  input: TensorDescription,
  projected: boolean
): Tensor {
  const letters = roles.map(({ letter }) => letter);
  const flat = projected ? roles.reduce((tensor, role, axis) => (role.looped && role.letter !== 't' ? maximum(tensor, axis) : tensor), image) : image; // prettier-ignore
  const place = letters.indexOf('c');
  const picked = place < 0 ? flat : pick(flat, place, channels);
  const own = input.axes.map(letterOf);
  const order = own.flatMap(letter => {
    const axis = letters.findIndex(one => one === letter);
    return axis < 0 ? [] : [axis];
  });
  const rest = letters.map((_, axis) => axis).filter(axis => !order.includes(axis));
  const all = [...rest, ...order];
  const turned = all.every((axis, at) => axis === at) ? picked : transpose(picked, all);
  const shape = own.map(letter => {
    const axis = letters.findIndex(one => one === letter);
    return axis < 0 ? 1 : picked.shape[axis];
  });
  const repeats = place < 0 && channels !== 'grey' && channels.length > 1;
  const arrangedOnce = reshape(turned, shape);
  return repeats ? pick(arrangedOnce, own.indexOf('c'), channels) : arrangedOnce;
}

function pick(tensor: Tensor, axis: number, channels: Channels): Tensor {
  if (channels === 'grey') {
    return brightness(tensor, axis);
  }
  const same = channels.length === tensor.shape[axis] && channels.every((channel, at) => channel === at);
  const places = tensor.shape.map((size, at) =>
    at === axis ? Int32Array.from(channels) : Int32Array.from({ length: size }, (_, index) => index)
  );
  return same ? tensor : gather(tensor, places);
}

/** The largest value along an axis, which has size 1 in the result. */
function maximum(tensor: Tensor, axis: number): Tensor {
  const shape = tensor.shape.map((size, at) => (at === axis ? 1 : size));
  const inner = tensor.shape.slice(axis + 1).reduce((product, size) => product * size, 1);
  const depth = tensor.shape[axis];
  const values = toNumbers(tensor);
  const dtype = tensor.dtype === 'int64' || tensor.dtype === 'uint64' ? 'float64' : tensor.dtype;
  const out = arrayOf(dtype, values.length / Math.max(1, depth));
  for (let i = 0; i < out.length; i++) {
    const from = Math.floor(i / inner) * inner * depth + (i % inner);
    let most = values[from];
    for (let plane = 1; plane < depth; plane++) {
      const value = values[from + plane * inner];
      most = value > most || value !== value ? value : most;
    }
    out[i] = most;
  }
  return { dtype, shape, data: out };
}

const words: Readonly<Record<ImageAxisId, string>> = {
  t: 'time points',
  c: 'channels',
  z: 'planes',
  y: 'rows',
  x: 'columns',
  q: 'images'
};

function readSentence({ info }: ImageSource, roles: readonly Role[], projected: boolean, channels: Channels): string {
  const sizes = roles.map(({ letter, size }) => `${size} ${size === 1 ? words[letter].slice(0, -1) : words[letter]}`).join(', '); // prettier-ignore
  const looped = roles.filter(role => role.looped && role.size > 1);
  const each = looped.map(({ letter }) =>
    projected && letter !== 't'
      ? ` Of its ${words[letter]} the maximum projection is taken.`
      : ` Each of its ${words[letter]} is run by itself.`
  );
  const count = roles.find(({ letter }) => letter === 'c')?.size ?? 1;
  const all = channels !== 'grey' && channels.length === count && channels.every((channel, at) => channel === at);
  const used =
    channels === 'grey'
      ? ' Of its colours the brightness is taken.'
      : all
        ? ''
        : ` Of its channels the network is given ${channels.join(', ')}.`;
  return `“${info.name}” was read as ${sizes}.${each.join('')}${used}`;
}
