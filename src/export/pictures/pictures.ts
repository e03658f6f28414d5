import type { TiffOptions } from '../../tensor/tiff';
import { writeTiff } from '../../tensor/tiff';
import type { BundleFile } from '../bundle/files';
import type { OutputEntry } from '../networks/networkEntry';
import { outputEntry } from '../networks/networkEntry';
import type { Panel } from './cover';
import { drawCover } from './cover';
import { plane } from './plane';
import type { Parts } from '../bundle/parts';
import { parametersOf } from '../bundle/parts';
import { FILES } from '../bundle/files';
import { pixelSize } from '../texts/training';

/** Samples for Fiji and the cover: the same pictures as the test tensors. */
export function pictures(parts: Parts): BundleFile[] {
  const { entry, prepared, input, output } = parts;
  const described = outputEntry(entry, prepared.output.kind);
  const cover = drawCover(
    { picture: plane(input, prepared.input.axes, true), look: 'contrast' },
    { picture: plane(output, prepared.output.axes, false), look: lookOf(described, parts) }
  );
  return [
    { name: FILES.sampleInput, bytes: writeTiff(input, prepared.input.axes, pixels(parts, false)) },
    { name: FILES.sampleOutput, bytes: writeTiff(output, prepared.output.axes, pixels(parts, true)) },
    { name: FILES.cover, bytes: cover }
  ];
}

function lookOf({ look, range }: OutputEntry, { prepared }: Parts): Panel['look'] {
  if (look === 'labels') {
    return 'labels';
  }
  const [min, max] = range(parametersOf(prepared)) ?? [null, null];
  return look === 'grey' && min !== null && max !== null ? { min, max } : 'contrast';
}

/** TIFF keeps one size for y and x; where they differ it is better to say none. */
function pixels({ draft, plan }: Parts, ofOutput: boolean): TiffOptions {
  const size = pixelSize(draft.candidate);
  const along = (axis: 'z' | 'y' | 'x') => {
    const length = size?.[axis];
    return length === undefined ? undefined : length / (ofOutput ? (plan.get(axis)?.perPixel ?? 1) : 1);
  };
  const [z, y, x] = [along('z'), along('y'), along('x')];
  return size && y !== undefined && y === x
    ? { pixelSize: { value: y, unit: size.unit, ...(z !== undefined && { depth: z }) } }
    : {};
}
