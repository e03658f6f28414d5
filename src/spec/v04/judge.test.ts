import { describe, expect, it } from 'vitest';
import { isFields } from '../cursor';
import type { Path } from '../path';
import { describe as sentence } from '../messages';
import { readRaw } from '../read';
import bases from './fixtures/converted.json';
import cases from './fixtures/judged.json';

/**
 * Descriptions of 0.4 and 0.3 with one or two fields changed, and what bioimageio.spec 0.5.14.3 says of each
 * (`scripts/conformance/old_judged.py`).
 */
interface Case {
  readonly base: number;
  readonly changes: readonly (readonly unknown[])[];
  readonly errors: readonly Path[];
  readonly warnings: readonly Path[];
}

function isCase(value: unknown): value is Case {
  const lists = isFields(value) ? [value.changes, value.errors, value.warnings] : [];
  return isFields(value) && typeof value.base === 'number' && lists.every(list => Array.isArray(list));
}

function changed({ base, changes }: Case): unknown {
  const description: unknown = structuredClone(bases[base].old);
  for (const change of changes) {
    const place = change[0];
    if (!Array.isArray(place)) {
      throw new Error('A change of the fixtures has no place.');
    }
    apply(description, place, change);
  }
  return description;
}

function apply(description: unknown, place: readonly unknown[], change: readonly unknown[]): void {
  const parent = place
    .slice(0, -1)
    .reduce<unknown>((inner, key) => Reflect.get(Object(inner), String(key)), description);
  const key = String(place.at(-1));
  if (change.length > 1) {
    Reflect.set(Object(parent), key, structuredClone(change[1]));
  } else if (Array.isArray(parent)) {
    parent.splice(Number(key), 1);
  } else {
    Reflect.deleteProperty(Object(parent), key);
  }
}

const all: readonly unknown[] = cases;
const judged = all.filter(isCase).map((one, index) => {
  const description = changed(one);
  const { findings } = readRaw(description);
  const errors = findings.filter(({ by, severity }) => by === 'zoo' && severity === 'error');
  return { ...one, index, description, findings, errorPlaces: placesOf(errors), allPlaces: placesOf(findings) };
});

function placesOf(findings: ReturnType<typeof readRaw>['findings']): ReadonlySet<string> {
  return new Set(findings.map(({ path, zooPath }) => JSON.stringify(zooPath ?? path)));
}

describe('changed descriptions of 0.4 and 0.3, against bioimageio.spec', () => {
  it('have its verdict', () => {
    expect(judged.length).toBe(cases.length);
    const different = judged.filter(({ errors, errorPlaces }) => errors.length > 0 !== errorPlaces.size > 0);
    expect(
      different.map(({ index, changes, errors, errorPlaces }) => ({ index, changes, errors, errorPlaces }))
    ).toEqual([]);
  });

  it('are faulty at a place that it names', () => {
    const elsewhere = judged
      .filter(({ errors }) => errors.length > 0)
      .filter(({ errors, errorPlaces }) => !errors.some(place => errorPlaces.has(JSON.stringify(place))));
    expect(
      elsewhere.map(({ index, changes, errors, errorPlaces }) => ({ index, changes, errors, errorPlaces }))
    ).toEqual([]);
  });

  it('have all its warnings', () => {
    const lost = judged.flatMap(({ index, warnings, allPlaces }) =>
      warnings.filter(place => !allPlaces.has(JSON.stringify(place))).map(place => ({ index, place }))
    );
    expect(lost).toEqual([]);
  });

  it('are spoken of in whole sentences', () => {
    const sentences = judged.flatMap(({ findings }) => findings.map(sentence));
    expect(sentences.filter(text => /\{\w+\}|\[object|undefined|NaN/.test(text))).toEqual([]);
  });

  it('name places that the file has, or whose group it has', () => {
    const absent = judged.flatMap(({ index, description, findings }) =>
      findings
        .filter(({ path }) => !stands(description, path.slice(0, -1)))
        .map(({ code, path }) => ({ index, code, path }))
    );
    expect(absent).toEqual([]);
  });
});

function stands(description: unknown, path: Path): boolean {
  let value: unknown = description;
  for (const key of path) {
    value = Array.isArray(value) || isFields(value) ? Reflect.get(value, key) : undefined;
  }
  return value !== undefined;
}
