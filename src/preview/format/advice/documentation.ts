import { say } from '../../../spec/advice/say';
import type { Finding } from '../../../spec/finding';
import type { ModelDescription } from '../../../spec/model';
import type { OpenBundle } from '../../../bundle/open';
import { isRemote } from '../../../bundle/remote';

/** Fewer words than a paragraph. */
const fewest = 40;

/** Documentation that says next to nothing. Whether it is there, and text, is checked with the format. */
export async function documentationAdvice(
  { documentation }: ModelDescription,
  bundle: OpenBundle,
  signal?: AbortSignal
): Promise<Finding[]> {
  const file = documentation?.source;
  if (file === undefined || isRemote(file) || bundle.size(file) === undefined) {
    return [];
  }
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(await bundle.read(file, signal));
    const words = text.match(/[\p{L}\p{N}]+/gu)?.length ?? 0;
    return words < fewest ? [say('documentation-short', 'info', ['documentation'], { file, words })] : [];
  } catch {
    signal?.throwIfAborted();
    return [];
  }
}
