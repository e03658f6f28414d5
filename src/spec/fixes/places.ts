import { isFields } from '../cursor';
import type { Fields } from '../cursor';
import type { Path } from '../path';
import { isOld, listAt } from './make';
import { lookup } from '../../tensor/lookup';

export interface RawAxis {
  readonly path: Path;
  readonly fields: Fields;
  readonly id: string;
  readonly type: string;
}

/** A tensor as it is written (0.5), with the ids that the zoo gives it. */
export interface RawTensor {
  readonly side: 'inputs' | 'outputs';
  readonly path: Path;
  readonly fields: Fields;
  readonly id: string;
  readonly axes: readonly RawAxis[];
}

const defaultIds: Readonly<Record<string, string>> = { space: 'x' };
const shortIds: Readonly<Record<string, string>> = { b: 'batch', t: 'time', i: 'index', c: 'channel' };

/** An id as the zoo reads it: in lower case, and one-letter axes by their names. */
export function sameAxisId(id: unknown): string {
  const lower = typeof id === 'string' ? id.toLowerCase() : '';
  return Object.hasOwn(shortIds, lower) ? shortIds[lower] : lower;
}

const tensorsOfRaw = new WeakMap<Fields, readonly RawTensor[]>();

/** All tensors of a description, which are gathered once and asked for by each finding. */
export function rawTensors(raw: Fields): readonly RawTensor[] {
  const known = tensorsOfRaw.get(raw) ?? gatherTensors(raw);
  tensorsOfRaw.set(raw, known);
  return known;
}

function gatherTensors(raw: Fields): RawTensor[] {
  return (['inputs', 'outputs'] as const).flatMap(side =>
    listAt(raw, [side]).flatMap((fields, index) =>
      isFields(fields) ? [rawTensor(side, index, fields, isOld(raw))] : []
    )
  );
}

function rawTensor(side: RawTensor['side'], index: number, fields: Fields, old: boolean): RawTensor {
  const path = [side, index];
  // 0.4 has names, whose case counts.
  const name = old && typeof fields.name === 'string' ? fields.name : side.slice(0, -1);
  const id = typeof fields.id === 'string' ? fields.id.toLowerCase() : name;
  const axes = listAt(fields, ['axes']).flatMap((axis, at) => (isFields(axis) ? [rawAxis(axis, [...path, 'axes', at])] : [])); // prettier-ignore
  return { side, path, fields, id, axes };
}

function rawAxis(fields: Fields, path: Path): RawAxis {
  const type = String(fields.type);
  const id = typeof fields.id === 'string' ? fields.id : (lookup(defaultIds, type) ?? type);
  return { path, fields, id: sameAxisId(id), type };
}

/** The tensor that a path leads into. */
export function tensorAt(raw: Fields, path: Path): RawTensor | undefined {
  return rawTensors(raw).find(tensor => tensor.path[0] === path[0] && tensor.path[1] === path[1]);
}

/** The axis that a path leads to or into. */
export function axisAt(tensor: RawTensor | undefined, path: Path): RawAxis | undefined {
  return path[2] === 'axes' ? tensor?.axes.find(axis => axis.path[3] === path[3]) : undefined;
}

/** Where the steps of a tensor stand. */
export function stepsPath({ side, path }: RawTensor): Path {
  return [...path, side === 'inputs' ? 'preprocessing' : 'postprocessing'];
}

/** The name, or the first of “name_2”, “name_3” ..., that is not taken. */
export function freeName(name: string, taken: readonly string[], most: number): string {
  const names = new Set(taken);
  for (let number = 1; ; number++) {
    const suffix = number === 1 ? '' : `_${number}`;
    const candidate = name.slice(0, most - suffix.length) + suffix;
    if (!names.has(candidate)) {
      return candidate;
    }
  }
}
