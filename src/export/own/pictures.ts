import type { Tensor } from '../../tensor/tensor';
import { writeTiff } from '../../tensor/tiff';
import type { BundleFile } from '../bundle/files';
import { FILES } from '../bundle/files';
import { ExportError } from '../errors';
import type { Panel } from '../pictures/cover';
import { drawCover } from '../pictures/cover';
import { plane } from '../pictures/plane';
import { tensorFiles } from './files';
import type { OwnParts } from './parts';

/** Samples for Fiji, and the cover: the first input and the first output that are images. */
export function ownPictures({ prepared, material }: OwnParts): BundleFile[] {
  const inputs = prepared.inputs.map((tensor, index) => ({ ...tensor, values: material.inputs[index].tensor }));
  const outputs = prepared.outputs.map((tensor, index) => ({ ...tensor, values: material.outputs[index].tensor }));
  const samples = [
    ...inputs.map(one => ({ ...one, name: tensorFiles('input', one.id, inputs.length).sample })),
    ...outputs.map(one => ({ ...one, name: tensorFiles('output', one.id, outputs.length).sample }))
  ].filter(isImage);
  const [input, output] = [inputs.find(isImage), outputs.find(isImage)];
  const panels = [input && shown(input, false), output && shown(output, output.labels)].flatMap(panel => panel ?? []);
  const [left, right = left] = panels;
  if (!left) {
    throw new ExportError(
      'shape',
      'Neither an input nor an output of the network has the axes y and x, so that there is no image to show. Say the axes of the image as it is given, for instance axes="yx".'
    );
  }
  return [
    ...samples.map(({ name, values, axes }) => ({ name, bytes: writeTiff(values, axes) })),
    { name: FILES.cover, bytes: drawCover(left, right) }
  ];
}

interface Shown {
  readonly axes: readonly string[];
  readonly values: Tensor;
}

/** Without y and x there is nothing to see. */
export function isImage({ axes }: { readonly axes: readonly string[] }): boolean {
  return axes.includes('y') && axes.includes('x');
}

function shown({ values, axes }: Shown, labels: boolean): Panel {
  return { picture: plane(values, axes, true), look: labels ? 'labels' : 'contrast' };
}
