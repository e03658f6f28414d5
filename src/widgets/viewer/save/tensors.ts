import type { OutputView, ViewTensor } from '../../../preview/report/report';
import { lookup } from '../../../tensor/lookup';
import { writeNpy } from '../../../tensor/npy';
import { writeTiff } from '../../../tensor/tiff';
import { pictureAxes } from '../plane/axes';

export type TensorName = 'input' | 'expected' | 'reproduced';

/** Names of axes as the TIFF writer knows them; others are slices. */
const known: Readonly<Record<string, string>> = {
  row: 'y',
  height: 'y',
  column: 'x',
  width: 'x',
  plane: 'z',
  depth: 'z'
};

/** True where the tensor has rows and columns, which a TIFF is made of. */
export function fitsTiff({ axes }: ViewTensor): boolean {
  const { row, column } = pictureAxes(axes);
  return row >= 0 && column >= 0;
}

/** The whole tensor as a file; throws `TensorError` where the format cannot hold it. */
export function tensorFile({ axes, tensor, pixelSize }: ViewTensor, format: 'tif' | 'npy'): Uint8Array {
  if (format === 'npy') {
    return writeNpy(tensor);
  }
  const { row, column } = pictureAxes(axes);
  const ids = axes.map((id, axis) => (axis === row ? 'y' : axis === column ? 'x' : (lookup(known, id) ?? id)));
  return writeTiff(tensor, ids, pixelSize ? { pixelSize } : {});
}

/** `probability.expected.tif`: the output's id, as far as file systems take it. */
export function fileName({ output }: OutputView, name: TensorName | 'pictures', ending: string): string {
  const safe = output.replaceAll(/[^\w.-]+/g, '_').slice(0, 60) || 'output';
  return `${safe}.${name}.${ending}`;
}
