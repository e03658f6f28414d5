import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { differences } from '../../preview/format/fixtures/containerDifferences';
import type { ReportJson } from '../../preview/report/json';
import { run } from '../run';

/** Zips of every odd kind and what bioimageio.core said of them: scripts/conformance/container_oracle.py. */
interface Answer {
  readonly id: number;
  readonly kind: string;
  readonly verdict: 'passed' | 'failed' | 'invalid' | 'unopened';
  readonly zip: string;
}

let folder: string;
let answers: readonly Answer[];
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'zooport-containers-'));
  const stored = await readFile(join(import.meta.dirname, '../../preview/format/fixtures/containers.json.gz'));
  ({ answers } = JSON.parse(gunzipSync(stored).toString()) as { answers: Answer[] });
});
afterAll(() => rm(folder, { recursive: true }));

/** What a script sees: the document on standard output, and the exit code. */
interface Seen extends Pick<ReportJson, 'verdict' | 'reason'> {
  readonly format: string;
  /** Files that nobody names are told where they are damaged: the zoo does not read them, and we say “failed”. */
  readonly own: boolean;
  readonly zoo: readonly string[];
  readonly code: number;
}

async function checkAll(paths: readonly string[]): Promise<ReportJson[]> {
  const printed: string[] = [];
  const { signal } = new AbortController();
  await run(['check', '--json', ...paths], { out: text => printed.push(text), say: () => undefined, signal });
  return (JSON.parse(printed.join('')) as { results: ReportJson[] }).results;
}

async function exitCodeOf(path: string): Promise<number> {
  const { signal } = new AbortController();
  return run(['check', '--json', path], { out: () => undefined, say: () => undefined, signal });
}

/** What core's own verdict makes of a bundle here. */
function expected(
  verdict: Answer['verdict'],
  { verdict: ours, format: said, own }: Seen
): Pick<Seen, 'verdict' | 'format' | 'code'> {
  if (verdict === 'passed') {
    return { verdict: own ? 'failed' : 'passed', format: 'valid', code: own ? 1 : 0 };
  }
  // Where nothing can be shown at all, the bundle is unreadable; the zoo rejects it either way.
  if (ours === 'unreadable') {
    return { verdict: ours, format: said === 'valid' ? 'not valid' : said, code: 2 };
  }
  return { verdict: 'failed', format: verdict === 'failed' ? 'valid' : 'invalid', code: 1 };
}

it('zips of every odd kind get the verdict, the words on the zoo and the exit code of bioimageio.core', async () => {
  const paths = await Promise.all(
    answers.map(async ({ id, zip }) => {
      const path = join(folder, `${id}.zip`);
      await writeFile(path, Buffer.from(zip, 'base64'));
      return path;
    })
  );
  const results = await checkAll(paths);
  for (const [index, { id, kind, verdict }] of answers.entries()) {
    const { reason = '', format, reproduction, ...result } = results[index];
    const code = await exitCodeOf(paths[index]);
    const own = (format?.findings ?? []).some(({ by, severity }) => by === 'zooport' && severity === 'error');
    const seen = { own, verdict: result.verdict, reason, format: format?.verdict ?? 'none', zoo: reproduction.map(({ zoo }) => zoo), code }; // prettier-ignore
    if (differences.some(known => known.core === verdict && known.ours === seen.verdict && known.says.test(reason))) {
      continue;
    }
    const { verdict: ours, format: said } = seen;
    expect({ verdict: ours, format: said, code }, `${id}, ${kind}: ${reason}`).toEqual(expected(verdict, seen));
    expect(new Set(seen.zoo), `${id}, ${kind}`).not.toContain(verdict === 'passed' ? 'failed' : 'passed');
  }
}, 600_000);
