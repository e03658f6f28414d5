import type { TensorDescription } from '../../spec/model';
import { createTensor, formatShape } from '../../tensor/create';
import type { Tensor } from '../../tensor/tensor';
import { RunError } from '../model';
import type { Tile } from './grid';
import { outputStart } from './plan';
import type { Cut } from './plan';
import { lengthOf, paste } from './stitch';

/** One output of the network for a whole image, put together from its tiles. */
export class Whole {
  private tensor: Tensor | undefined;

  constructor(
    private readonly index: number,
    private readonly description: TensorDescription,
    private readonly cuts: readonly Cut[]
  ) {}

  /** Throws `RunError` where the network gives another size than it should. */
  add(part: Tensor, tile: Tile): void {
    this.check(part);
    const from = part.shape.map(() => 0);
    const to = part.shape.map(() => 0);
    const shape = [...part.shape];
    const whole = [...part.shape];
    this.cuts.forEach((cut, axis) => {
      const way = cut.way.outputs[this.index];
      const span = tile[axis].outputs[this.index];
      const { start: begin, end } = cut.outputs[this.index] ?? { start: 0, end: 0 };
      if (way && span) {
        from[way.at] = span.start - outputStart(way, tile[axis].input);
        to[way.at] = span.start - begin;
        shape[way.at] = lengthOf(span);
        whole[way.at] = end - begin;
      }
    });
    if (whole.every((size, axis) => size === part.shape[axis])) {
      this.tensor = part;
      return;
    }
    this.tensor ??= createTensor(part.dtype, whole);
    paste(part, from, this.tensor, to, shape);
  }

  get result(): Tensor {
    if (!this.tensor) {
      throw new RunError('network', `The network gave nothing for the output “${this.description.id}”.`);
    }
    return this.tensor;
  }

  private check(part: Tensor): void {
    for (const { way, tile } of this.cuts) {
      const own = way.outputs[this.index];
      const expected = own && Math.round(own.scale * tile + own.offset);
      if (own && part.shape[own.at] !== expected) {
        const axes = this.description.axes.map(({ id }) => id).join(', ');
        throw new RunError(
          'network',
          `The network gave ${formatShape(part.shape)} (${axes}) for the output “${this.description.id}” and a tile of ` +
            `${tile} pixels along “${way.id}”, where ${expected} were expected. Check the bundle: its description says ` +
            'another size than its network gives.'
        );
      }
    }
  }
}
