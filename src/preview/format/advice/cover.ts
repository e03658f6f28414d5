import { say } from '../../../spec/advice/say';
import type { Finding } from '../../../spec/finding';
import type { Path } from '../../../spec/path';
import type { ModelDescription } from '../../../spec/model';
import type { OpenBundle } from '../../../bundle/open';
import { isRemote } from '../../../bundle/remote';
import { sentenceOf } from '../files';
import { formatBytes } from '../../../bundle/bytes';
import { unsafePath } from '../../../bundle/limits';
import { pictureSize } from './picture';

/** What the zoo asks for. */
const largest = 500_000;
const shapes = [2, 1];
/** A few pixels more or less are cut unseen. */
const leeway = 0.05;
/** Beyond this a cover is only said to be large; its pixels are not looked at. */
const read = 20 * 2 ** 20;

/** Covers that are too large, of another shape than the zoo shows, or no pictures. */
export async function coverAdvice(
  { covers }: ModelDescription,
  bundle: OpenBundle,
  signal?: AbortSignal
): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const [index, { source }] of covers.entries()) {
    const size = isRemote(source) || unsafePath(source) ? undefined : bundle.size(source);
    const path = ['covers', index];
    if (size !== undefined && size > largest) {
      findings.push(say('cover-large', 'warning', path, { file: source, size: formatBytes(size) }));
    }
    if (size !== undefined && size <= read) {
      findings.push(...(await shapeAdvice(source, path, bundle, signal)));
    }
  }
  return findings;
}

async function shapeAdvice(file: string, path: Path, bundle: OpenBundle, signal?: AbortSignal): Promise<Finding[]> {
  let bytes: Uint8Array;
  try {
    bytes = await bundle.read(file, signal);
  } catch {
    // Said where the file's hash is looked at; an abort shows itself at the next step.
    signal?.throwIfAborted();
    return [];
  }
  try {
    const size = pictureSize(bytes);
    const fits = size === null || shapes.some(shape => Math.abs(size.width / size.height / shape - 1) <= leeway);
    return fits ? [] : [say('cover-shape', 'warning', path, { file, ...size })];
  } catch (error) {
    return [say('cover-unreadable', 'warning', path, { file, problem: sentenceOf(error) })];
  }
}
