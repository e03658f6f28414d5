import { PathExt } from '@jupyterlab/coreutils';
import type { Contents } from '@jupyterlab/services';
import type { MendedSource } from '../preview/overlay';
import { mendBundle } from '../preview/mend';
import { saveStream } from './contents';

/**
 * Writes a mended bundle over the opened one and gives its path. In a folder only the description changes; a zip is
 * packed anew and moved into place when it is whole.
 */
export async function saveMended(
  contents: Contents.IManager,
  place: string,
  mended: MendedSource,
  signal: AbortSignal
): Promise<string> {
  if (/\.zip$/i.test(place)) {
    const { pack } = await mendBundle(mended, [], signal);
    return (await saveStream(contents, place, pack(signal), { replace: true, signal })).path;
  }
  const folder = /\.ya?ml$/i.test(place) ? PathExt.dirname(place) : place;
  const path = PathExt.join(folder, mended.descriptionFile);
  const bytes = new TextEncoder().encode(mended.text);
  return (await saveStream(contents, path, new Blob([bytes]).stream(), { replace: true, signal })).path;
}
