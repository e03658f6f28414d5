import type { Fix } from '../spec/fix';
import { applyFixToText, joinFixes } from '../spec/fixes/apply';
import { openBundle } from '../bundle/open';
import type { FileSource } from '../bundle/source';

/** A bundle whose description was mended; all else is read where it lies. */
export interface MendedSource extends FileSource {
  /** The description's file name in the source. */
  readonly descriptionFile: string;
  /** Its new text. */
  readonly text: string;
}

/** Writes a mend into the text of a description. */
export type WriteFix = typeof applyFixToText;

/**
 * The bundle as it is after some mends of one report; nothing is written. `writeFix` is for pages that get what writes
 * mends from elsewhere.
 */
export async function mendedSource(
  source: FileSource,
  fixes: readonly Fix[],
  signal?: AbortSignal,
  writeFix: WriteFix = applyFixToText
): Promise<MendedSource> {
  const { description } = await openBundle(source, signal);
  const before = new TextDecoder().decode(await source.read(description, signal));
  const text = fixes.length === 0 ? before : await writeFix(before, joinFixes(fixes));
  const bytes = new TextEncoder().encode(text);
  // A zip is packed anew when it is written, so how the old one was read says nothing; a folder's files stay as they are.
  const container = await source.container?.(signal);
  return {
    name: source.name,
    description,
    descriptionFile: description,
    text,
    list: async listSignal =>
      (await source.list(listSignal)).map(entry =>
        entry.name === description ? { ...entry, size: bytes.length } : entry
      ),
    read: (name, readSignal) => (name === description ? Promise.resolve(bytes.slice()) : source.read(name, readSignal)),
    ...(source.pass && {
      pass: async (name, passSignal, begin) =>
        name === description ? begin?.()(bytes) : source.pass?.(name, passSignal, begin)
    }),
    ...(container?.kind === 'folder' && { container: () => Promise.resolve(container) }),
    close: async () => source.close?.()
  };
}
