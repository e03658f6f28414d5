import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { beforeAll, describe, expect, it } from 'vitest';
import { corpus } from '../../spec/testing/corpus/corpus';
import { atFullWidth } from '../../tensor/testing/width';
import { answerTo, compare, figuresOf } from '../testing/conformance';
import type { Answers, Compared, Figures } from '../testing/conformance';

/** CONFORMANCE=yaml looks at the cases of that group only, and asserts nothing. */
const wanted = process.env.CONFORMANCE ?? '';
const answersFile = 'src/spec/testing/corpus/answers.json.gz';
const folder = '.cache/conformance';
/** A fifth of the cases has mutations of every kind. */
const every = atFullWidth || wanted !== '' ? 1 : 5;

/** Differences that stay, each with its reason; docs/conformance.md is made from the same list. */
const known = JSON.parse(readFileSync('src/preview/format/fixtures/differences.json', 'utf8')) as Difference[];
const listed = new Set(known.flatMap(({ ids }) => ids));

interface Difference {
  readonly cases: string;
  readonly reason: string;
  readonly ids: readonly number[];
}

const compared: Compared[] = [];
const different: number[] = [];
let figures: Figures;

beforeAll(async () => {
  const answers = JSON.parse(gunzipSync(readFileSync(answersFile)).toString()) as Answers;
  const messages = readMessages();
  const differing: unknown[] = [];
  for (const one of corpus(answers.errors.length, every)) {
    if (!one.group.includes(wanted)) {
      continue;
    }
    const result = await compare(one, answerTo(one, answers));
    compared.push(result);
    const same = result.sameVerdict && result.samePlace !== false && result.lost.length === 0;
    if (!same) {
      different.push(one.id);
    }
    if (!same && !listed.has(one.id)) {
      const { sameVerdict, samePlace, ...about } = result;
      const kind = !sameVerdict ? 'verdict' : samePlace === false ? 'place' : 'warning';
      differing.push({ kind, ...about, says: messages[one.id], text: new TextDecoder().decode(one.text) });
    }
  }
  figures = figuresOf(compared);
  mkdirSync(folder, { recursive: true });
  writeFileSync(`${folder}/figures.json`, JSON.stringify(figures));
  writeFileSync(`${folder}/differences.json`, JSON.stringify(differing, null, 1));
}, 300_000);

/** What bioimageio.spec said in full, where its answers were made on this machine. */
function readMessages(): readonly (readonly string[])[] {
  const file = `${folder}/messages.json`;
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as string[][]) : [];
}

describe.skipIf(wanted !== '')(
  'mutated descriptions (10,000 in `make proof`, a fifth of them in `make test`), against the answers of bioimageio.spec',
  () => {
    it('has the same verdict', () => {
      expect(figures.verdicts / figures.cases).toBeGreaterThanOrEqual(0.999);
    });

    it('names a place that bioimageio.spec names too', () => {
      expect(figures.places / figures.bothInvalid).toBeGreaterThanOrEqual(0.99);
    });

    it('loses no warning', () => {
      expect(figures.lost).toBe(0);
    });

    it('differs where the list of differences says so, and nowhere else', () => {
      const looked = new Set(compared.map(({ id }) => id));
      expect(different).toEqual([...listed].filter(id => looked.has(id)).sort((one, other) => one - other));
    });
  }
);

describe.runIf(wanted !== '')(`the cases of “${wanted}”`, () => {
  it('are compared', () => {
    expect(figures.cases).toBeGreaterThan(0);
  });
});
