import { join } from 'node:path';
import type { RunOutput } from '../../run/model';
import { TensorError } from '../../tensor/error';
import { npyParts } from '../../tensor/npy';
import type { DType } from '../../tensor/tensor';
import { tiffParts, tiffType } from '../../tensor/tiff';
import { beginSaving, SaveError } from '../files/save';
import { streamOf } from '../files/stream';

/** A result as it stands on the disk. */
export interface Written {
  readonly id: string;
  /** Its name in the folder of results. */
  readonly file: string;
  readonly axes: string;
  readonly shape: readonly number[];
  readonly dtype: DType;
  /** Labelled objects; `null` where the output holds no labels. */
  readonly objects: number | null;
}

/** Writes one output, whole or not at all. Throws `SaveError`. */
export async function writeResult(
  output: RunOutput,
  place: { readonly folder: string; readonly file: string; readonly format: 'tif' | 'npy' },
  signal: AbortSignal
): Promise<Written> {
  const path = join(place.folder, place.file);
  const { parts, dtype } = place.format === 'tif' ? tiffOf(output, path) : npyOf(output);
  const saving = await beginSaving(path);
  try {
    await saving.finish(streamOf(...parts), signal);
  } finally {
    await saving.discard();
  }
  const { id, axes, tensor, objects } = output;
  return { id, file: place.file, axes: axes.join(''), shape: tensor.shape, dtype, objects: objects ?? null };
}

interface Encoded {
  readonly parts: readonly Uint8Array[];
  readonly dtype: DType;
}

function tiffOf({ tensor, axes, pixelSize, objects }: RunOutput, path: string): Encoded {
  const options = { ...(pixelSize && { pixelSize }), labels: objects !== undefined };
  try {
    return { parts: tiffParts(tensor, axes, options), dtype: tiffType(tensor, options) };
  } catch (error) {
    if (error instanceof TensorError) {
      throw new SaveError(`${path} was not written. ${error.message} Or write it as an array: --format npy`, {
        cause: error
      });
    }
    throw error;
  }
}

/** The numbers as the network gives them. */
function npyOf({ tensor }: RunOutput): Encoded {
  return { parts: npyParts(tensor), dtype: tensor.dtype };
}
