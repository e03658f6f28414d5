import { select, transpose } from '../../tensor/transpose';
import type { Tensor } from '../../tensor/tensor';

/**
 * One picture of a tensor: of the first image, of a volume the plane in the middle, and of several channels the first;
 * [y, x]. With `colours`, three channels stay: [y, x, 3].
 */
export function plane(tensor: Tensor, axes: readonly string[], colours: boolean): Tensor {
  let [picture, left] = [tensor, [...axes]];
  for (const axis of axes) {
    const index = left.indexOf(axis);
    const length = picture.shape[index];
    const stays = axis === 'y' || axis === 'x' || (colours && axis === 'channel' && length === 3);
    if (!stays) {
      picture = select(picture, index, axis === 'z' ? Math.floor(length / 2) : 0);
      left = left.filter(other => other !== axis);
    }
  }
  const order = ['y', 'x', 'channel'].map(axis => left.indexOf(axis)).filter(index => index >= 0);
  return order.every((axis, index) => axis === index) ? picture : transpose(picture, order);
}
