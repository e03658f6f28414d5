import type { OwnFollowedSize, OwnInput, PreparedOwn } from '../../kernel/ownProtocol';

/** An axis of an output whose size follows one of an input. */
export interface FollowedAxis {
  /** Number of the output. */
  readonly output: number;
  readonly axis: string;
  /** Number of the input. */
  readonly input: number;
  readonly size: OwnFollowedSize;
}

/** All of them: outputs in their order, axes in the order of the output. */
export function followedAxes({ inputs, outputs }: PreparedOwn): FollowedAxis[] {
  return outputs.flatMap(({ axes, sizes }, output) =>
    axes.flatMap(axis => {
      const size = Object.hasOwn(sizes, axis) ? sizes[axis] : undefined;
      const input = inputs.findIndex(({ id }) => id === size?.input);
      return size && input >= 0 ? [{ output, axis, input, size }] : [];
    })
  );
}

/** Length of the test tensor along an axis; undefined where the input does not have it. */
export function testLength({ axes, shape }: OwnInput, axis: string): number | undefined {
  const at = axes.indexOf(axis);
  return at < 0 ? undefined : shape[at];
}

/** Sizes that an input takes along an axis; one that is fixed is made of convolutions, which take its multiples. */
export function seriesOf(input: OwnInput, axis: string): { readonly min: number; readonly step: number } {
  const free = Object.hasOwn(input.sizes, axis) ? input.sizes[axis] : undefined;
  const length = testLength(input, axis) ?? 1;
  return free ?? { min: length, step: length };
}
