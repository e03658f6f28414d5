import { realpath } from 'node:fs/promises';
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import { formatShape } from '../../tensor/create';
import type { DType } from '../../tensor/tensor';
import type { RunArguments } from '../calls';
import type { Row } from './table';
import type { Written } from './write';

/** What became of one image, as `--json` prints it. */
export interface ImageResult {
  /** The image, as the call names it; of a network of several inputs all of them. */
  readonly source: string;
  readonly outputs: readonly Written[];
  readonly tiles: number;
  readonly seconds: number;
  readonly engine: string;
  readonly warnings: readonly string[];
  /** Why there is no result; `null` where there is. */
  readonly error: string | null;
  /** An earlier call has made it, and nothing is different since. */
  readonly kept?: true;
}

/** What a result depends on. */
export interface Origin {
  readonly imageSha256: string;
  readonly bundle: string;
  readonly bundleSha256: string;
  readonly options: string;
}

/** How the table names the images of a set: seen from its folder, so that both can be moved together. */
export async function imageCell(paths: readonly string[], folder: string): Promise<string> {
  const ways = await Promise.all(
    paths.map(async path => {
      const place = resolve(path);
      const real = await realpath(dirname(place)).catch(() => dirname(place));
      return shortest(join(real, basename(place)), folder);
    })
  );
  return ways.join('\n');
}

/** On another drive of Windows there is no way from one to the other. */
function shortest(path: string, folder: string): string {
  const way = relative(folder, path);
  return (isAbsolute(way) ? path : way).split(sep).join('/');
}

/** Those that change what comes out, and the format. */
export function optionsCell({ axes, planes, channels, tile, format }: RunArguments): string {
  return [
    ...(axes ? [`axes=${axes.join(',')}`] : []),
    ...(planes ? [`planes=${planes}`] : []),
    ...(channels ? [`channels=${channels.join(',')}`] : []),
    ...(tile === undefined ? [] : [`tile=${tile}`]),
    `format=${format}`
  ].join(' ');
}

/**
 * The lines of an image: one for each result. Where there is none, one that says why; and where `left` names files of
 * an earlier run that are still there, one for each of these.
 */
export function rowsOf(image: string, result: ImageResult, origin: Origin, left: readonly Named[] = []): Row[] {
  const common = {
    image,
    seconds: result.seconds.toFixed(2),
    tiles: String(result.tiles),
    engine: result.engine,
    warnings: result.warnings.join('\n'),
    error: result.error ?? '',
    image_sha256: origin.imageSha256,
    bundle: basename(origin.bundle),
    bundle_sha256: origin.bundleSha256,
    options: origin.options
  };
  const empty = { output: '', file: '', axes: '', size: '', type: '', objects: '' };
  if (result.outputs.length === 0) {
    return left.length === 0
      ? [{ ...common, ...empty }]
      : left.map(({ id, file }) => ({ ...common, ...empty, output: id, file }));
  }
  return result.outputs.map(({ id, file, axes, shape, dtype, objects }) => ({
    ...common,
    output: id,
    file,
    axes,
    size: formatShape(shape),
    type: dtype,
    objects: objects === null ? '' : String(objects)
  }));
}

/** A result by its name, whether it is there or not. */
export interface Named {
  /** Id of the output. */
  readonly id: string;
  readonly file: string;
}

/** What the lines of an image said of it when it was run. */
export function resultOf(source: string, rows: readonly Row[]): ImageResult {
  const [{ tiles, seconds, engine, warnings, error }] = rows;
  return {
    source,
    outputs: rows.filter(({ file }) => file !== '').map(writtenOf),
    tiles: Number(tiles),
    seconds: Number(seconds),
    engine,
    warnings: warnings === '' ? [] : warnings.split(/\r?\n/),
    error: error === '' ? null : error,
    kept: true
  };
}

function writtenOf({ output, file, axes, size, type, objects }: Row): Written {
  return {
    id: output,
    file,
    axes,
    shape: (size.match(/\d+/g) ?? []).map(Number),
    // Written by ourselves, from a tensor's type.
    dtype: type as DType,
    objects: objects === '' ? null : Number(objects)
  };
}
