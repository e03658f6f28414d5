import { describe } from '../spec/messages';
import { bounds } from '../spec/yaml/bounds';
import { formatBytes } from './bytes';
import type { OpenBundle } from './open';
import { SourceError } from './source';
import type { FileSource } from './source';

/** A description of a model has a few kB; the parser's memory is many times the text's. */
const largestDescription = bounds.text;

/** The text of the bundle's description. Rejects with `SourceError`. */
export async function descriptionText(source: FileSource, bundle: OpenBundle, signal?: AbortSignal): Promise<string> {
  const size = (await source.list(signal)).find(entry => entry.name === bundle.description)?.size ?? 0;
  const where = { by: 'zoo', severity: 'error', path: [] } as const;
  if (size > largestDescription) {
    throw new SourceError(
      'too-large',
      describe({ ...where, code: 'yaml-too-large', data: { size: formatBytes(size) } })
    );
  }
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(
      await source.read(bundle.description, signal)
    );
  } catch (error) {
    throw error instanceof TypeError
      ? new SourceError('damaged', describe({ ...where, code: 'yaml-encoding' }), { cause: error })
      : error;
  }
}
