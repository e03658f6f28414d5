import { isRecord, lookup } from '../../tensor/lookup';
import { axisOf } from '../axes';
import type { ImageAxis, ImageAxisId } from '../source';
import { ImageError } from '../source';
import { spacingOf } from '../units';

/** What OME-Zarr says of an image. */
export interface Multiscale {
  /** Folder of the array of full size, below the image's. */
  readonly path: string;
  readonly axes?: readonly { readonly id: ImageAxisId; readonly spacing?: ImageAxis['spacing'] }[];
  readonly channelNames?: readonly string[];
  readonly notes: readonly string[];
}

const units: Readonly<Record<string, string>> = { micrometer: 'µm', nanometer: 'nm', millimeter: 'mm', angstrom: 'Å', second: 's', millisecond: 'ms' }; // prettier-ignore

/** The image that a group's attributes (of version 0.5 those below `ome`) describe; `undefined` where they describe none. */
export function multiscaleOf(attributes: unknown): Multiscale | undefined {
  const own = isRecord(attributes) && isRecord(attributes.ome) ? attributes.ome : attributes;
  if (!isRecord(own) || !Array.isArray(own.multiscales)) {
    return undefined;
  }
  const [first]: unknown[] = own.multiscales;
  const [dataset]: unknown[] = isRecord(first) && Array.isArray(first.datasets) ? first.datasets : [];
  if (!isRecord(first) || !isRecord(dataset) || typeof dataset.path !== 'string') {
    throw new ImageError('damaged', 'The description of this OME-Zarr names no array. Save or copy it again.');
  }
  const scales = [scaleOf(dataset), scaleOf(first)];
  const channels = isRecord(own.omero) && Array.isArray(own.omero.channels) ? own.omero.channels : [];
  const names = channels.map((channel: unknown) => (isRecord(channel) ? String(channel.label ?? '') : ''));
  return {
    path: dataset.path,
    axes: Array.isArray(first.axes)
      ? first.axes.map((axis: unknown, index) => axisFrom(axis, index, scales))
      : undefined,
    ...(names.some(Boolean) ? { channelNames: names } : {}),
    notes:
      own.multiscales.length > 1 ? [`The file holds ${own.multiscales.length} images; the first one was taken.`] : []
  };
}

function axisFrom(axis: unknown, index: number, scales: readonly (readonly number[])[]) {
  const name = isRecord(axis) ? axis.name : axis;
  const unit = isRecord(axis) && typeof axis.unit === 'string' ? axis.unit : '';
  const value = scales.reduce((product, scale) => product * (scale[index] ?? 1), 1);
  const id = axisOf(typeof name === 'string' && name.length === 1 ? name : 'q');
  return { id, spacing: id === 'c' ? undefined : spacingOf(value, lookup(units, unit) ?? unit) };
}

function scaleOf({ coordinateTransformations: all }: Readonly<Record<string, unknown>>): readonly number[] {
  const found: unknown = Array.isArray(all) ? all.find(one => isRecord(one) && one.type === 'scale') : undefined;
  const scale: unknown = isRecord(found) ? found.scale : undefined;
  return Array.isArray(scale) ? scale.map(Number) : [];
}
