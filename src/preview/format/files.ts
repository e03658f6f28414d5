import type { Finding } from '../../spec/finding';
import { isFields } from '../../spec/cursor';
import type { Fields, NamedFile } from '../../spec/cursor';
import type { ModelDescription } from '../../spec/model';
import { readNpy, readNpyHeader } from '../../tensor/npy';
import { isOld } from '../../spec/rules/places';
import type { Tensor } from '../../tensor/tensor';
import type { OpenBundle } from '../../bundle/open';
import { printable, wayOut } from '../../bundle/limits';
import { isRemote } from '../../bundle/remote';

/** A named file after its place was looked at: it is either there, or `finding` says why not. */
interface LocatedFile {
  readonly file: NamedFile;
  readonly finding?: Finding;
}

/** Looks for every file that the description names. Files on the web are never fetched: the check needs no network. */
export function locateFiles(files: readonly NamedFile[], bundle: OpenBundle, raw: Fields): LocatedFile[] {
  return files.map(file => {
    const { source, path } = file;
    const about = { path, zooPath: sourceIn(raw, path), data: { file: source } };
    if (isRemote(source)) {
      return { file, finding: { code: 'file-remote', by: 'zooport', severity: 'warning', ...about } };
    }
    if (wayOut(source)) {
      return { file, finding: { code: 'file-outside', by: 'zoo', severity: 'error', ...about } };
    }
    return bundle.size(source) === undefined
      ? { file, finding: { code: 'file-missing', by: 'zoo', severity: 'error', ...about } }
      : { file };
  });
}

/** What is said of the files that are not there. A dataset without one of its files is not fully described. */
export function absentFindings(located: readonly LocatedFile[]): Finding[] {
  const findings = located.flatMap(({ finding }) => finding ?? []);
  const dataset = findings.some(({ path, severity }) => path[0] === 'training_data' && severity === 'error');
  const incomplete = {
    code: 'training-data-incomplete',
    by: 'zoo',
    severity: 'warning',
    path: ['training_data']
  } as const;
  return [...findings, ...(dataset ? [incomplete] : [])];
}

/** The place of the file's name itself, where the file is described by a group of fields. */
function sourceIn(raw: Fields, path: Finding['path']): Finding['path'] {
  const described = path.reduce<unknown>(
    (inner, part) => (Array.isArray(inner) || isFields(inner) ? Reflect.get(inner, part) : undefined),
    raw
  );
  return isFields(described) && Object.hasOwn(described, 'source') ? [...path, 'source'] : path;
}

/** Compares each file that has a SHA-256 with it. What is needed again was read before; no file stays in memory here. */
export async function hashFindings(
  files: readonly NamedFile[],
  bundle: OpenBundle,
  signal?: AbortSignal
): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const { source, sha256: expected, path } of files) {
    signal?.throwIfAborted();
    if (expected !== undefined) {
      findings.push(...(await hashFinding(source, expected, { path, bundle, signal })));
    }
    bundle.forget(source);
  }
  return findings;
}

interface Context {
  readonly path: Finding['path'];
  readonly bundle: OpenBundle;
  readonly signal?: AbortSignal;
}

async function hashFinding(source: string, expected: string, { path, bundle, signal }: Context): Promise<Finding[]> {
  try {
    const actual = await bundle.sha256(source, signal);
    const starts = { actualStart: start(actual), expectedStart: start(expected) };
    const data = { file: source, actual, expected, ...starts };
    return actual === expected ? [] : [{ code: 'hash-wrong', by: 'zoo', severity: 'error', path, data }];
  } catch (error) {
    signal?.throwIfAborted();
    const data = { file: source, problem: sentenceOf(error) };
    return [{ code: 'file-unreadable', by: 'zoo', severity: 'error', path, data }];
  }
}

/** Enough of a hash to compare by eye. */
function start(hash: string): string {
  return `${hash.slice(0, 8)}…`;
}

/** The documentation is text, and has a section on how the model was validated. */
export async function documentationFindings(
  description: ModelDescription,
  bundle: OpenBundle,
  signal?: AbortSignal
): Promise<Finding[]> {
  const source = description.documentation?.source;
  if (source === undefined || isRemote(source) || bundle.size(source) === undefined) {
    return [];
  }
  const path = ['documentation'];
  const data = { file: source };
  // The text of a 0.4 description's documentation is not looked at by the zoo's library.
  const by = isOld(description) ? 'zooport' : 'zoo';
  let bytes: Uint8Array;
  try {
    bytes = await bundle.read(source, signal);
  } catch (error) {
    signal?.throwIfAborted();
    return [{ code: 'file-unreadable', by, severity: 'error', path, data: { ...data, problem: sentenceOf(error) } }];
  }
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return speaksOfValidation(text) ? [] : [{ code: 'documentation-validation', by, severity: 'warning', path, data }];
  } catch {
    return [{ code: 'file-not-utf8', by, severity: 'error', path, data }];
  }
}

export interface ReadTensors {
  /** Test tensors by the id of their tensor. */
  readonly tensors: ReadonlyMap<string, Tensor>;
  readonly findings: readonly Finding[];
}

/** Reads the test tensors that are there. Files that are absent were reported when they were looked for. */
export async function readTestTensors(
  description: ModelDescription,
  bundle: OpenBundle,
  signal?: AbortSignal
): Promise<ReadTensors> {
  const tensors = new Map<string, Tensor>();
  const findings: Finding[] = [];
  // The zoo's library opens no test tensor of a 0.4 description, and reports those of 0.5 of the whole description.
  const judged = isOld(description) ? ({ by: 'zooport' } as const) : ({ by: 'zoo', zooPath: [] } as const);
  for (const side of ['inputs', 'outputs'] as const) {
    for (const [index, tensor] of description[side].entries()) {
      const source = tensor.testTensor?.source;
      if (source === undefined || isRemote(source) || bundle.size(source) === undefined) {
        continue;
      }
      try {
        const bytes = await bundle.read(source, signal);
        tensors.set(tensor.id, readNpy(bytes));
        if (readNpyHeader(bytes).half) {
          const expected = tensor.data[0]?.type ?? 'float32';
          const data = { file: source, tensor: tensor.id, found: 'float16', expected };
          findings.push({ code: 'test-tensor-type', severity: 'error', path: [side, index, 'test_tensor'], data, ...judged }); // prettier-ignore
        }
      } catch (error) {
        signal?.throwIfAborted();
        const data = { file: source, problem: sentenceOf(error) };
        const path = [side, index, 'test_tensor'];
        findings.push({ code: 'test-tensor-unreadable', severity: 'error', path, data, ...judged });
      }
    }
  }
  return { tensors, findings };
}

/** Names of a zip may hold control characters, and an error's sentence repeats them. */
function visible(text: string): string {
  return text.replace(/(?!\n)[\p{Cc}\u202a-\u202e\u2066-\u2069]/gu, printable);
}

/** An error's own sentence; our errors all carry one that stands for itself. */
export function sentenceOf(error: unknown): string {
  return visible(error instanceof Error ? error.message : String(error));
}

/** A line with “validation” behind a hash, as the zoo looks for it: one pass, whatever the lines hold. */
function speaksOfValidation(text: string): boolean {
  return text.split('\n').some(line => {
    const hash = line.indexOf('#');
    return hash >= 0 && /[vV]alidation/.test(line.slice(hash));
  });
}
