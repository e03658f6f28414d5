import type { ImageAxisId } from '../image/source';
import { areObjects, numbersObjects } from '../processing/objects';
import type { TensorDescription } from '../spec/model';
import { createTensor, reshape } from '../tensor/create';
import { toNumbers } from '../tensor/cast';
import type { Tensor } from '../tensor/tensor';
import { crop, transpose } from '../tensor/transpose';
import type { FinalAxis } from './geometry';
import type { Frames, Loop } from './images/frames';
import { letterOf } from './images/letters';
import type { RunOutput } from './model';
import { paste } from './tiles/stitch';

/** As ImageJ orders a hyperstack. */
const order = 'tzcyxq';

/** One output of all frames of an image. */
export class Result {
  private tensor: Tensor | undefined;
  private objects: number | undefined;
  private readonly letters: readonly string[];
  /** Place in the frame's tensor of each axis of the result; -1 for a loop. */
  private places: readonly number[] = [];
  private axes: readonly string[] = [];

  constructor(
    private readonly output: TensorDescription,
    private readonly loops: readonly Loop[],
    private readonly image: Frames,
    private readonly scales: readonly FinalAxis[]
  ) {
    this.letters = output.axes.map(letterOf);
  }

  /** `size`: those of the frame's own axes that are to be kept of it, from their beginning. */
  add(frame: Tensor, at: ReadonlyMap<ImageAxisId, number>, size: ReadonlyMap<number, number>): void {
    const kept = frame.shape.map((length, axis) => Math.min(length, size.get(axis) ?? length));
    const cut = kept.every((length, axis) => length === frame.shape[axis])
      ? frame
      : crop(
          frame,
          kept.map(() => 0),
          kept
        );
    if (areObjects(numbersObjects(this.output).objects, cut)) {
      this.objects = (this.objects ?? 0) + countObjects(cut);
    }
    this.arrange(cut);
    const own = this.turned(cut);
    const shape = this.axes.map((letter, axis) => this.loopOf(letter, axis)?.size ?? own.shape[axis]);
    if (shape.every((length, axis) => length === own.shape[axis])) {
      this.tensor = own;
      return;
    }
    this.tensor ??= createTensor(own.dtype, shape);
    const to = this.axes.map((letter, axis) => at.get(this.loopOf(letter, axis)?.letter ?? 'x') ?? 0);
    const begin = this.axes.map((letter, axis) => (this.loopOf(letter, axis) ? to[axis] : 0));
    paste(own, own.shape.map(() => 0), this.tensor, begin, own.shape); // prettier-ignore
  }

  get done(): RunOutput {
    const tensor = this.tensor ?? createTensor('float32', [0]);
    return {
      id: this.output.id,
      axes: this.axes,
      tensor,
      dtype: tensor.dtype,
      ...pixelSize(this.image, this.scales),
      ...(this.objects !== undefined && { objects: this.objects })
    };
  }

  private loopOf(letter: string, axis: number): Loop | undefined {
    return this.places[axis] < 0 ? this.loops.find(loop => loop.letter === letter) : undefined;
  }

  /** Which axes the result has, in which order. */
  private arrange({ shape }: Tensor): void {
    const single = (letter: string) => this.image.roles.some(role => role.letter === letter && role.size === 1);
    const own = this.letters.flatMap((letter, place) =>
      letter !== 'b' && (shape[place] !== 1 || single(letter) || 'yx'.includes(letter)) ? [{ letter, place }] : []
    );
    const looped = this.loops
      .filter(({ size, letter }) => size !== 1 || single(letter))
      .map(({ letter }) => ({ letter: String(letter), place: -1 }));
    const all = [...looped, ...own].sort((one, other) => order.indexOf(one.letter) - order.indexOf(other.letter));
    this.axes = all.map(({ letter }) => letter);
    this.places = all.map(({ place }) => place);
  }

  /** The frame with the axes of the result, those of loops of size 1. */
  private turned(frame: Tensor): Tensor {
    const kept = this.places.filter(place => place >= 0);
    const rest = frame.shape.map((_, place) => place).filter(place => !kept.includes(place));
    const all = [...rest, ...kept];
    const turned = all.every((place, at) => place === at) ? frame : transpose(frame, all);
    return reshape(turned, this.places.map(place => (place < 0 ? 1 : frame.shape[place]))); // prettier-ignore
  }
}

/** Distances of the result's pixels, where the image states its own. */
function pixelSize({ source }: Frames, scales: readonly FinalAxis[]): Pick<RunOutput, 'pixelSize'> {
  const along = (letter: ImageAxisId) => {
    const spacing = source.info.axes.find(({ id }) => id === letter)?.spacing;
    const scale = scales.find(axis => axis.letter === letter)?.scale ?? 1;
    return spacing && { value: spacing.value / scale, unit: spacing.unit };
  };
  const [plane, depth] = [along('x') ?? along('y'), along('z')];
  return plane ? { pixelSize: { ...plane, ...(depth && depth.unit === plane.unit && { depth: depth.value }) } } : {};
}

/** Numbers other than that of the background. */
function countObjects(labels: Tensor): number {
  const values = toNumbers(labels);
  const seen = new Set<number>();
  let last = 0;
  for (let i = 0; i < values.length; i++) {
    if (values[i] !== last) {
      last = values[i];
      seen.add(last);
    }
  }
  seen.delete(0);
  return seen.size;
}
