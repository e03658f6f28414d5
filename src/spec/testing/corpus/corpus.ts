import type { Base } from './base';
import { bases04 } from './bases04';
import { bases05 } from './bases05';
import { changeField } from './fields';
import { bytesOf } from './files';
import type { Files } from './files';
import { Random } from '../../../tensor/testing/random';
import { spoilFiles } from './spoils';
import { Raw, at, isGroup, placesIn } from './value';
import type { Group, Value } from './value';
import { writeYaml } from './write';
import { changeText } from './yamls';

/** One mutated description with the files beside it. */
export interface Case {
  readonly id: number;
  /** What was done to it: base, and the kinds of its mutations. */
  readonly group: string;
  /** The bytes of rdf.yaml. */
  readonly text: Uint8Array;
  readonly files: Files;
}

export const corpusSize = 10_000;
const seed = 20_261_123;
const shareOfOld = 0.3;

/**
 * The same cases for ever: what they are hangs on nothing but this folder. The first ones are the bases, unchanged.
 *
 * @param every of those that are changed, every so manieth alone
 */
export function* corpus(count = corpusSize, every = 1): Generator<Case> {
  const unchanged = [...bases05, ...bases04];
  for (let id = 0; id < count; id++) {
    // Each case draws for itself, so that one can be made without those before it.
    if (id < unchanged.length) {
      yield written(id, unchanged[id], 'as it is');
    } else if (id % every === 0) {
      yield mutated(id);
    }
  }
}

function written(id: number, { name, description, files }: Omit<Base, 'format'>, group: string): Case {
  return { id, group: `${name}: ${group}`, text: bytesOf(writeYaml(description)), files };
}

function mutated(id: number): Case {
  const draw = new Random(seed + 7919 * id);
  draw.next();
  for (;;) {
    const made = attempt(id, draw);
    if (made) {
      return made;
    }
  }
}

/** Fields whose addresses are looked at, but never fetched. */
const addressFields = ['url', 'git_repo', 'links', 'dataset_source', 'uri', 'download_url', 'text', 'doi', 'description', 'name', 'comment']; // prettier-ignore

/** A file on the web would be fetched by the zoo's library. */
function needsNetwork(description: Group): boolean {
  return placesIn(description).some(place => {
    const value = at(description, place);
    const key = place.filter(part => typeof part === 'string').at(-1);
    const allowed = addressFields.includes(String(key)) || place[0] === 'training_data';
    return typeof value === 'string' && /^https?:/i.test(value) && !allowed;
  });
}

function attempt(id: number, draw: Random): Case | null {
  const family = draw.chance(shareOfOld) ? bases04 : bases05;
  const base = draw.pick(family);
  const times = draw.chance(0.15) ? 2 : 1;
  let { description, files } = base;
  let textChanges = 0;
  const groups: string[] = [];
  for (let i = 0; i < times; i++) {
    const kind = draw.next();
    if (kind < 0.72) {
      const made = changeField(description, draw, family);
      description = made.description;
      groups.push(`field ${made.group}`);
    } else if (kind < 0.82) {
      const made = spoilFiles({ description, files }, draw);
      ({ description, files } = made);
      groups.push(`files ${made.group}`);
    } else if (kind < 0.95) {
      textChanges += 1;
    } else {
      description = changeHead(description, draw);
      groups.push('version');
    }
  }
  if (needsNetwork(description)) {
    return null;
  }
  let text = writeYaml(description);
  for (let i = 0; i < textChanges; i++) {
    const made = changeText(text, draw);
    text = made.text;
    groups.push(`yaml ${made.group}`);
  }
  return { id, group: `${base.name}: ${groups.join(' + ')}`, text: bytesOf(text), files };
}

const versions: Value[] = [
  '0.6.0', '0.5.99', '0.5.15', '0.5.14', '0.5.11', '0.5.10', '0.5.9', '0.5.0', '0.5', '0.4.10', '0.4.11', '0.4.99', '0.4.9', '0.4.8', '0.4.7', '0.4.6', '0.4.5', '0.4.4',
  '0.4.1', '0.4.0', '0.4', '0.3.6', '0.3.2', '0.3.0', '0.2.4', '0.3', '1.0.0', '0', '', 'latest', 'discover', 'abc', '0.5.x', '0.5.10.1', '0.05.10', ' 0.5.10', '0.5.-1', 'v0.5.10', '0.10.0', '0.45.0', '0.5.10rc1', null, 5, [],
  ['0.5.10'], {}, true, new Raw('0.5'), new Raw('0.4'), new Raw('0.5.10'), new Raw('0.6'), new Raw('2024-01-02'), new Raw('!!str 0.5'), new Raw('0.5.0')
]; // prettier-ignore

const kinds: Value[] = ['dataset', 'notebook', 'application', 'generic', 'collection', 'workflow', 'Model', '', 'unknown', null, 5, true, [], ['model'], {}, 'models', 'model ']; // prettier-ignore

/** Another version of the format, or another type of description. */
function changeHead(description: Group, draw: Random): Group {
  const key = draw.chance(0.7) ? 'format_version' : 'type';
  if (draw.chance(0.08)) {
    const rest: Value = Object.fromEntries(Object.entries(description).filter(([name]) => name !== key));
    return isGroup(rest) ? rest : description;
  }
  return { ...description, [key]: draw.pick(key === 'type' ? kinds : versions) };
}
