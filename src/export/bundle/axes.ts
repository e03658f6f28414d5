/** Axes of a prepared tensor by their ids: batch, channel, and the spatial ones in the network's own order. */
const SPATIAL = ['z', 'y', 'x'];

export function axisIndex(axes: readonly string[], id: string): number {
  const index = axes.indexOf(id);
  if (index < 0) {
    throw new Error(`The prepared tensor has no axis "${id}", only ${axes.join(', ')}.`);
  }
  return index;
}

/** In the order in which the tensor has them. */
export function spatialAxes(axes: readonly string[]): string[] {
  return axes.filter(isSpatial);
}

export function isSpatial(axis: string): boolean {
  return SPATIAL.includes(axis);
}

/** All but the batch, the channel first: what the statistics of one whole image are taken over. */
export function imageAxes(axes: readonly string[]): string[] {
  return [...axes.filter(axis => axis === 'channel'), ...spatialAxes(axes)];
}

/** Length along an axis; 1 where the tensor does not have it. */
export function lengthOf({ axes, shape }: { axes: readonly string[]; shape: readonly number[] }, id: string): number {
  const index = axes.indexOf(id);
  return index < 0 ? 1 : shape[index];
}
