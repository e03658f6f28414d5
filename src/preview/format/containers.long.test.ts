import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { InferenceEngine } from '../../runtime/engine';
import { createNodeEngine } from '../../runtime/node';
import { check } from '../check';
import { differences } from './fixtures/containerDifferences';
import { zipSource } from '../../bundle/zip';

/** Zips of every odd kind and what bioimageio.core said of them: scripts/conformance/container_oracle.py. */
interface Answer {
  readonly id: number;
  readonly kind: string;
  readonly verdict: 'passed' | 'failed' | 'invalid' | 'unopened';
  readonly why: string;
  readonly zip: string;
}

const root = join(import.meta.dirname, '../../..');
const given = process.env.ZOOPORT_CONTAINERS;
const answers = (
  JSON.parse(
    given
      ? readFileSync(given, 'utf8')
      : gunzipSync(readFileSync(join(import.meta.dirname, 'fixtures/containers.json.gz'))).toString()
  ) as { answers: Answer[] }
).answers;

let engine: InferenceEngine;
beforeAll(async () => {
  engine = await createNodeEngine({ threads: 1 });
});
afterAll(() => engine.dispose());

interface Said {
  readonly id: number;
  readonly kind: string;
  readonly core: string;
  readonly why: string;
  readonly ours: string;
  readonly reason: string;
}

/** What the report says that the zoo says; a zip that is not opened here at all is “unreadable”. */
async function judge({ id, kind, verdict, why, zip }: Answer): Promise<Said> {
  const report = await check(zipSource(Buffer.from(zip, 'base64'), 'bundle.zip'), { engine });
  const ours = report.verdict === 'unreadable' ? 'unreadable' : report.zoo === 'passed' ? 'passed' : 'failed';
  // What is invalid fails everywhere in the report.
  if (report.format?.verdict === 'invalid' && report.verdict !== 'unreadable') {
    expect([report.verdict, ...report.reproduction.map(({ zoo }) => zoo)], `case ${id}`).not.toContain('passed');
  }
  return { id, kind, core: verdict, why, ours, reason: report.reason ?? '' };
}

function isListed({ core, ours, reason }: Said): boolean {
  return differences.some(known => known.core === core && known.ours === ours && known.says.test(reason)); // prettier-ignore
}

describe('zips of every odd kind', () => {
  it('are judged as bioimageio.core judges them, or the difference is listed', async () => {
    const said: Said[] = [];
    for (const answer of answers) {
      said.push(await judge(answer));
    }
    const same = ({ core, ours }: Said): boolean => (core === 'passed') === (ours === 'passed');
    const differing = said.filter(one => !same(one));
    const folder = join(root, '.cache', 'conformance');
    if (given && existsSync(folder)) {
      const figures = { cases: said.length, rejected: said.filter(({ core }) => core !== 'passed').length, same: said.filter(same).length, listed: differing.filter(isListed).length }; // prettier-ignore
      mkdirSync(folder, { recursive: true });
      writeFileSync(join(folder, 'containerFigures.json'), JSON.stringify({ figures, differing }, null, 1));
    }
    expect(differing.filter(one => !isListed(one))).toEqual([]);
  }, 600_000);
});
