import { execFileSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { check } from '../../preview/check';
import type { Report } from '../../preview/report/report';
import type { InferenceEngine } from '../../runtime/engine';
import { createNodeEngine } from '../../runtime/node';
import { openPath } from '../files/source';

/** Folders of every odd kind and what bioimageio.core said of them: scripts/conformance/folder_cases.py. */
interface Answer {
  readonly id: number;
  readonly kind: string;
  readonly verdict: 'passed' | 'failed' | 'invalid' | 'unopened';
  readonly why: string;
  readonly files: Readonly<Record<string, Item>>;
}

/** Bytes in base64; or a folder, a link, a pipe, or a file of a size with nothing in it. */
type Item = string | { folder?: true; link?: string; pipe?: true; size?: number };

const given = process.env.ZOOPORT_FOLDERS;
const stored = join(import.meta.dirname, './fixtures/folders.json.gz');
const { answers } = JSON.parse(given ? readFileSync(given, 'utf8') : gunzipSync(readFileSync(stored)).toString()) as {
  answers: Answer[];
};

function layOut(files: Answer['files'], root: string): void {
  for (const [name, item] of Object.entries(files)) {
    const place = join(root, name);
    mkdirSync(dirname(place), { recursive: true });
    if (typeof item === 'string') {
      writeFileSync(place, Buffer.from(item, 'base64'));
    } else if (item.link !== undefined) {
      symlinkSync(item.link, place);
    } else if (item.pipe) {
      execFileSync('mkfifo', [place]);
    } else if (item.size !== undefined) {
      writeFileSync(place, '');
      truncateSync(place, item.size);
    } else {
      mkdirSync(place, { recursive: true });
    }
  }
}

/** What differs, and why it may. */
const differences = [
  {
    core: 'passed',
    says: /points outside the bundle \(“[^”]*\.\.\//,
    why: 'A way through “..” leads back to the file on this disk, but not in the zip that is uploaded.'
  }
];

let engine: InferenceEngine;
let folder: string;
beforeAll(async () => {
  engine = await createNodeEngine({ threads: 1 });
  folder = mkdtempSync(join(tmpdir(), 'zooport-folders-'));
});
afterAll(async () => {
  await engine.dispose();
  rmSync(folder, { recursive: true });
});

async function judge({ id, files }: Answer): Promise<Report> {
  const root = join(folder, String(id), 'FOLDER');
  mkdirSync(root, { recursive: true });
  layOut(files, root);
  const source = await openPath(root);
  return check(source, { engine });
}

function zooOf(report: Report): string {
  return report.verdict === 'unreadable' ? 'unreadable' : report.zoo === 'passed' ? 'passed' : 'failed';
}

interface Difference {
  readonly id: number;
  readonly kind: string;
  readonly core: string;
  readonly why: string;
  readonly ours: string;
  readonly reason: string;
}

/** For docs/conformance.md, where `make conformance` asks. */
function writeFigures(differing: number): void {
  const cache = join(import.meta.dirname, '../../.cache/conformance');
  if (given && existsSync(cache)) {
    const rejected = answers.filter(({ verdict }) => verdict !== 'passed').length;
    const figures = { cases: answers.length, rejected, same: answers.length - differing, listed: differing };
    writeFileSync(join(cache, 'folderFigures.json'), JSON.stringify(figures));
  }
}

describe('folders of every odd kind', () => {
  it('are judged as bioimageio.core judges them', async () => {
    const differing: Difference[] = [];
    for (const answer of answers) {
      const report = await judge(answer);
      const { id, kind, verdict, why } = answer;
      const invalid = verdict === 'invalid' || verdict === 'unopened';
      if ((zooOf(report) === 'passed') !== (verdict === 'passed') || (report.format?.verdict === 'valid') === invalid) {
        differing.push({ id, kind, core: verdict, why, ours: zooOf(report), reason: report.reason ?? '' });
      }
    }
    const isListed = ({ core, reason }: Difference): boolean =>
      differences.some(known => known.core === core && known.says.test(reason));
    expect(differing.filter(one => !isListed(one))).toEqual([]);
    writeFigures(differing.length);
  }, 300_000);

  it('say of a name in another form of Unicode how it stands on the disk', async () => {
    const unicode = answers.filter(({ kind, verdict }) => kind === 'unicode' && verdict === 'invalid');
    expect(unicode).not.toEqual([]);
    for (const { files } of unicode) {
      const root = mkdtempSync(join(folder, 'unicode-'));
      layOut(files, root);
      const { reason } = await check(await openPath(root), { engine });
      expect(reason).toContain('the same letters in another form of Unicode');
      expect(reason).toContain('Name the file as the description does');
    }
  });
});
