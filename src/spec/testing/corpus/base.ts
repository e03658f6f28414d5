import { common, hashOf } from './files';
import type { Files } from './files';
import type { Group, Value } from './value';

/** A valid description with the files that it names. */
export interface Base {
  readonly name: string;
  readonly format: '0.4' | '0.5';
  readonly description: Group;
  readonly files: Files;
}

/** `{source, sha256}` of one of the files. */
export function described(name: string, files: Files = common): Group {
  return { source: name, sha256: hashOf(files[name]) };
}

export const batch: Group = { type: 'batch' };

export function channels(...names: string[]): Group {
  return { type: 'channel', channel_names: names };
}

export function space(id: string, size: Value, more: Group = {}): Group {
  return { type: 'space', id, size, ...more };
}

export function free(min: number, step: number): Group {
  return { min, step };
}

export function like(tensor: string, axis: string, more: Group = {}): Group {
  return { tensor_id: tensor, axis_id: axis, ...more };
}

export function step(id: string, kwargs?: Group): Group {
  return kwargs ? { id, kwargs } : { id };
}

export const authors: Group[] = [
  { name: 'Ada Muster', affiliation: 'Institute', email: 'ada@example.org', orcid: '0000-0002-1825-0097', github_user: 'fynnbe' }
]; // prettier-ignore

export const citation: Group[] = [{ text: 'A paper', doi: '10.1234/abcd.5678' }, { text: 'Another', url: 'https://example.com/paper' }]; // prettier-ignore

export const tags: string[] = ['unet', 'pytorch', 'nuclei', 'fluorescence-light-microscopy', '2d', 'segmentation', 'ilastik', 'semantic-segmentation', 'instance-segmentation']; // prettier-ignore
