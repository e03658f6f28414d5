import { download } from '../../widgets/common/download';
import { mendBundle } from '../../preview/mend';
import type { MendedSource } from '../../preview/overlay';

/** A page cannot write over what was dropped on it: the mended bundle is downloaded, as a zip. */
export async function saveMended(mended: MendedSource, opened: string, signal: AbortSignal): Promise<File> {
  const { pack } = await mendBundle(mended, [], signal);
  const stem = opened.replace(/(\.bioimageio)?\.zip$/i, '');
  const name = `${stem}.mended.bioimageio.zip`;
  const file = new File([await new Response(asBody(pack(signal))).blob()], name);
  await download(name, file);
  return file;
}

/** TypeScript's streams of a response hold bytes of unshared memory, which all of ours are. */
function asBody(stream: ReadableStream<Uint8Array>): ReadableStream<Uint8Array<ArrayBuffer>> {
  return stream.pipeThrough(
    new TransformStream<Uint8Array, Uint8Array<ArrayBuffer>>({
      transform: (bytes, controller) => {
        controller.enqueue(bytes.slice());
      }
    })
  );
}
