import type { OutputView, ViewTensor } from '../../../preview/report/report';
import type { PixelSize } from './bar';
import { pictureAxes } from '../plane/axes';

/** Edge of an expected pixel: its own, or the input's by how many pixels there are of each; undefined where unknown. */
export function pixelSizeOf({ input, expected }: OutputView): PixelSize | undefined {
  if (expected.pixelSize || !input.pixelSize) {
    return expected.pixelSize;
  }
  const { value, unit } = input.pixelSize;
  return { value: (value * widthOf(input)) / widthOf(expected), unit };
}

/** Distance of two planes in pixels, by what is known of the sizes; 1 else. */
export function stretchOf({ input, expected }: OutputView): number {
  const { pixelSize } = expected.pixelSize ? expected : input;
  const stretch = pixelSize?.depth === undefined ? 1 : pixelSize.depth / pixelSize.value;
  return Number.isFinite(stretch) && stretch > 0 ? Math.min(stretch, 20) : 1;
}

function widthOf({ axes, tensor }: ViewTensor): number {
  return tensor.shape[pictureAxes(axes).column] ?? 1;
}
