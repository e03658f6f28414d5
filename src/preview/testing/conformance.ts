import type { Finding } from '../../spec/finding';
import type { Case } from '../../spec/testing/corpus/corpus';
import { check } from '../check';
import type { FileSource } from '../../bundle/source';

type Place = readonly (string | number)[];

/** What a validator says of one description: the places of its errors and of its warnings. */
interface Said {
  readonly errors: readonly Place[];
  readonly warnings: readonly Place[];
}

/** The committed answers of bioimageio.spec; places are named by their number in the table. */
export interface Answers {
  readonly versions: Readonly<Record<string, string>>;
  readonly places: readonly Place[];
  readonly errors: readonly (readonly number[])[];
  readonly warnings: readonly (readonly number[])[];
}

export interface Compared {
  readonly id: number;
  readonly group: string;
  readonly ours: Said;
  readonly theirs: Said;
  readonly sameVerdict: boolean;
  /** Both reject it, and at least one place is the same; `null` where not both reject it. */
  readonly samePlace: boolean | null;
  /** Their warnings of which we say nothing at that place. */
  readonly lost: readonly Place[];
  readonly codes: readonly string[];
}

export function answerTo({ id }: Case, { places, errors, warnings }: Answers): Said {
  const named = (numbers: readonly number[]) => numbers.map(number => places[number]);
  return { errors: named(errors[id]), warnings: named(warnings[id]) };
}

/** A bundle in memory. */
function sourceOf({ text, files }: Pick<Case, 'text' | 'files'>): FileSource {
  const all: ReadonlyMap<string, Uint8Array> = new Map([...Object.entries(files), ['rdf.yaml', text]]);
  return {
    name: 'bundle.zip',
    list: () => Promise.resolve([...all].map(([name, bytes]) => ({ name, size: bytes.length }))),
    read(name) {
      const bytes = all.get(name);
      return bytes ? Promise.resolve(bytes) : Promise.reject(new Error(`There is no file “${name}”.`));
    }
  };
}

/** Judges one case and lays both judgements side by side. */
export async function compare(one: Case, theirs: Said): Promise<Compared> {
  const report = await check(sourceOf(one), { engine: null, formatOnly: true });
  const findings = report.format?.findings ?? [];
  const rejects = findings.filter(({ by, severity }) => by === 'zoo' && severity === 'error');
  const refused = report.verdict === 'unreadable' && rejects.length === 0;
  const ours = {
    errors: refused ? [[]] : unique(rejects.map(placeOf)),
    warnings: unique(findings.filter(finding => !rejects.includes(finding)).map(placeOf))
  };
  const said = keys(findings.map(placeOf));
  const invalid = [ours, theirs].map(({ errors }) => errors.length > 0);
  const wrong = keys(ours.errors);
  return {
    id: one.id,
    group: one.group,
    ours,
    theirs,
    sameVerdict: invalid[0] === invalid[1],
    samePlace: invalid[0] && invalid[1] ? theirs.errors.some(place => wrong.has(key(place))) : null,
    lost: theirs.warnings.filter(place => !said.has(key(place))),
    codes: findings.map(({ code, by, severity }) => `${code} (${by}, ${severity})`)
  };
}

function placeOf({ path, zooPath }: Finding): Place {
  return zooPath ?? path;
}

function key(place: Place): string {
  return JSON.stringify(place);
}

function keys(places: readonly Place[]): ReadonlySet<string> {
  return new Set(places.map(key));
}

function unique(places: readonly Place[]): Place[] {
  return [...new Map(places.map(place => [key(place), place])).values()];
}

export interface Figures {
  readonly cases: number;
  readonly invalid: number;
  readonly verdicts: number;
  /** Of those that both reject. */
  readonly places: number;
  readonly bothInvalid: number;
  readonly warnings: number;
  readonly lost: number;
}

export function figuresOf(compared: readonly Compared[]): Figures {
  const count = (matches: (one: Compared) => boolean) => compared.filter(matches).length;
  const sum = (size: (one: Compared) => number) => compared.reduce((total, one) => total + size(one), 0);
  return {
    cases: compared.length,
    invalid: count(({ theirs }) => theirs.errors.length > 0),
    verdicts: count(({ sameVerdict }) => sameVerdict),
    places: count(({ samePlace }) => samePlace === true),
    bothInvalid: count(({ samePlace }) => samePlace !== null),
    warnings: sum(({ theirs }) => theirs.warnings.length),
    lost: sum(({ lost }) => lost.length)
  };
}
