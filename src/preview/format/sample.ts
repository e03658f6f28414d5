import type { Finding } from '../../spec/finding';
import type { ModelDescription } from '../../spec/model';
import { isOld, tensorsOf } from '../../spec/rules/places';
import type { OpenBundle } from '../../bundle/open';
import { isRemote } from '../../bundle/remote';
import { sentenceOf } from './files';

/** Kinds of images that are texts: portable maps, and the two of X. */
const textImage = /^(P[1-7]\s|\/\* XPM|#define )/;
const looked = 4096;

/**
 * Sample tensors are images to the zoo's library: arrays of numpy and plain texts are none. Whether an image is whole is
 * not looked at, and 0.4 has none that the library opens.
 */
export async function sampleFindings(
  description: ModelDescription,
  bundle: OpenBundle,
  signal?: AbortSignal
): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const { tensor, path: place } of isOld(description) ? [] : tensorsOf(description)) {
    const source = tensor.sampleTensor?.source;
    if (source === undefined || isRemote(source) || bundle.size(source) === undefined) {
      continue;
    }
    const about = { by: 'zoo', severity: 'error', path: [...place, 'sample_tensor'], zooPath: [] } as const;
    try {
      const found = noImage(await bundle.read(source, signal));
      if (found !== null) {
        findings.push({ code: 'sample-tensor-kind', ...about, data: { file: source, found } });
      }
    } catch (error) {
      signal?.throwIfAborted();
      findings.push({ code: 'file-unreadable', ...about, data: { file: source, problem: sentenceOf(error) } });
    }
  }
  return findings;
}

/** What a file is that is surely no image. */
function noImage(bytes: Uint8Array): string | null {
  if (bytes.length === 0) {
    return 'empty';
  }
  if (/^\x93NUMPY/.test(String.fromCharCode(...bytes.subarray(0, 6)))) {
    return 'an array of numpy';
  }
  const start = new TextDecoder().decode(bytes.subarray(0, looked));
  return isText(start) && !textImage.test(start) ? 'a text' : null;
}

/** UTF-8 without control characters but tabs and ends of lines. */
function isText(start: string): boolean {
  return [...start].every(character => /[\t\n\r]/.test(character) || (character >= ' ' && character !== '\ufffd'));
}
