import { describe, expect, it } from 'vitest';
import { isFields } from '../spec/cursor';
import type { Finding } from '../spec/finding';
import type { Fix } from '../spec/fix';
import { applyFix } from '../spec/fixes/apply';
import { corpus, corpusSize } from '../spec/testing/corpus/corpus';
import type { Case } from '../spec/testing/corpus/corpus';
import { parseYaml } from '../spec/yaml/yaml';
import { check } from './check';
import { folderSource } from '../bundle/folder';
import { mendedSource } from './overlay';
import type { FileSource } from '../bundle/source';

function sourceOf({ text, files }: Case): FileSource {
  const all = Object.entries({ ...files, 'rdf.yaml': text });
  const listed = all.map(([name, bytes]) => ({ name, size: bytes.length, read: () => Promise.resolve(bytes) }));
  return folderSource(listed, 'case');
}

async function findingsOf(source: FileSource): Promise<readonly Finding[]> {
  const { format } = await check(source, { engine: null, formatOnly: true });
  return format?.findings ?? [];
}

const place = ({ code, path }: Finding) => `${code} ${path.join('.')}`;
const errorsOf = (findings: readonly Finding[]) => findings.filter(({ severity }) => severity === 'error').map(place);

/** Errors that only show once a place can be read: those of the files that it names, and those inside a renamed field. */
function revealed(error: string, { edits }: Fix): boolean {
  const [code, where] = error.split(' ');
  const inside = edits.some(
    edit => edit.op === 'rename' && where.startsWith([...edit.path.slice(0, -1), edit.key].join('.'))
  );
  return inside || /^(test-tensor-|file-missing|hash-wrong|network-|data-channels)/.test(code);
}

/** What is wrong with a mend: the finding stays, a new error comes, or text and value differ afterwards. */
async function faultOf(one: Case, source: FileSource, before: readonly Finding[], finding: Finding, fix: Fix) {
  const mended = await mendedSource(source, [fix]);
  const after = await findingsOf(mended);
  const known = errorsOf(before);
  const fresh = errorsOf(after).filter(error => !known.includes(error) && !revealed(error, fix));
  const raw = parseYaml(new TextDecoder().decode(one.text)).value;
  const stays = after.map(place).includes(place(finding));
  expect(fix.label).not.toMatch(/undefined|\[object/);
  if (isFields(raw)) {
    expect(parseYaml(mended.text).value).toEqual(applyFix(raw, fix));
  }
  return stays || fresh.length > 0
    ? [`case ${one.id} (${one.group}): “${fix.label}” for ${place(finding)}: ${stays ? 'it stays' : fresh.join(', ')}`]
    : [];
}

/** Every so manieth case of the corpus, so that all its kinds come by. */
const every = Number(process.env.ZOOPORT_MENDS_EVERY ?? 40);

describe('mends of descriptions that were spoiled at random (seeded)', () => {
  it('take their finding away and bring no new error', async () => {
    const faults: string[] = [];
    let mends = 0;
    for (const one of corpus(corpusSize, every)) {
      const source = sourceOf(one);
      const before = await findingsOf(source);
      for (const finding of before) {
        if (finding.fix) {
          mends += 1;
          faults.push(...(await faultOf(one, source, before, finding, finding.fix)));
        }
      }
    }
    expect(mends).toBeGreaterThan(10_000 / every / 4);
    // What two mutations of one place leave may need a second mend.
    expect(faults.length / mends, `of ${mends}: ${faults.join('\n')}`).toBeLessThanOrEqual(0.005);
  });
});
