import type { ImageAxisId, ImageInfo } from '../../image/source';
import type { TensorDescription } from '../../spec/model';
import { RunError } from '../model';
import { letterOf, lettersOf, slidingLetters } from './letters';

/** What becomes of one axis of an image. */
export interface Role {
  /** Letter that the axis has for the network and for the results. */
  readonly letter: ImageAxisId;
  readonly size: number;
  /** The network takes one entry after the other. */
  readonly looped: boolean;
}

/** The axes of an image as one input of the network takes them, in the image's order. Throws `RunError`. */
export function rolesOf(info: ImageInfo, said: string | undefined, input: TensorDescription): Role[] {
  const letters = lettersOf(info, said);
  const wanted = slidingLetters(input);
  const open = wanted.filter(letter => !letters.some(own => own === letter));
  const free = said === undefined && !info.stated;
  const roles = letters.map((letter, axis) => {
    const { size } = info.axes[axis];
    const meant = meaning(letter, size, open, { free, letters, input });
    return { letter: meant, size, looped: meant !== 'c' && !wanted.includes(meant) };
  });
  checkComplete(info, roles, wanted);
  return roles;
}

interface Known {
  readonly free: boolean;
  readonly letters: readonly ImageAxisId[];
  readonly input: TensorDescription;
}

/** An axis whose meaning nobody stated is what the network lacks: planes, time points, channels. */
function meaning(letter: ImageAxisId, size: number, open: string[], { free, letters, input }: Known): ImageAxisId {
  const guessed = letter === 'q' || (free && (letter === 't' || letter === 'z') && !slidingLetters(input).includes(letter)); // prettier-ignore
  if (!guessed) {
    return letter;
  }
  const next = open.findIndex(wanted => wanted === 'z' || wanted === 't');
  if (next >= 0) {
    const [found] = open.splice(next, 1);
    return found === 'z' ? 'z' : 't';
  }
  const channels = channelsOf(input);
  return letter === 'q' && channels !== undefined && channels > 1 && size === channels && !letters.includes('c')
    ? 'c'
    : letter;
}

/** How many channels the input has; nothing where it has no such axis. */
export function channelsOf({ axes }: TensorDescription): number | undefined {
  const axis = axes.find(one => letterOf(one) === 'c');
  return axis && (typeof axis.size === 'number' ? axis.size : 1);
}

function checkComplete(info: ImageInfo, roles: readonly Role[], wanted: readonly string[]): void {
  const missing = wanted.filter(letter => !roles.some(role => role.letter === letter));
  if (missing.length === 0) {
    return;
  }
  const has = info.axes.map(({ id, size }) => `${id} ${size}`).join(', ') || 'a single value';
  const other = roles.find(({ looped }) => looped);
  const stack = missing.includes('z');
  const hint = other && stack ? ` If “${other.letter}” are its planes, say so: axes ${axesWith(roles, other)}.` : '';
  const needs = stack ? 'The network takes stacks of planes' : `The network needs the axes ${wanted.join(', ')}`;
  throw new RunError('axes', `${needs}, and “${info.name}” has only ${has}.${hint || ' Give another image.'}`);
}

function axesWith(roles: readonly Role[], planes: Role): string {
  return roles.map(role => (role === planes ? 'z' : role.letter)).join('');
}
