import { createReadStream } from 'node:fs';
import { access } from 'node:fs/promises';
import { parseMetadata, tooMuch } from '../export/draft/metadataText';
import { ExportError } from '../export/errors';
import { bounds } from '../spec/yaml/bounds';
import { ThreadError } from '../thread/thread';
import type { MetadataWorks } from './thread/metadataWorks';
import { callThread } from './thread/threads';

/** What the file of --metadata says. Throws `ExportError`. */
export async function readMetadataFile(path: string, signal?: AbortSignal): Promise<unknown> {
  try {
    await access(path);
  } catch {
    throw wrong(`--metadata ${path} cannot be read. Give a YAML file with keys such as name, authors, license.`);
  }
  return metadataInThread(await beginningOf(path, signal), `--metadata ${path}`, signal);
}

/** The same of a text, called `name` in sentences. */
export async function metadataInThread(text: string, name?: string, signal?: AbortSignal): Promise<unknown> {
  const called = name ?? 'The metadata file';
  let output: MetadataWorks['metadata']['output'];
  try {
    output = await callThread<MetadataWorks, 'metadata'>('metadata', { text, name: called }, signal);
  } catch (error) {
    if (!(error instanceof ThreadError)) {
      throw error;
    }
    if (error.problem === 'no-start') {
      return parseMetadata(text, called);
    }
    throw wrong(`${called} could not be read (${error.message}). Give a YAML file as a text editor writes it.`);
  }
  if ('wrong' in output) {
    throw wrong(output.wrong);
  }
  return output.value;
}

/** No more of it than is allowed, and one byte: it may be a device that has no end. */
async function beginningOf(path: string, signal?: AbortSignal): Promise<string> {
  const parts: Buffer[] = [];
  try {
    for await (const part of createReadStream(path, { end: bounds.text, signal })) {
      parts.push(part as Buffer);
    }
  } catch (error) {
    signal?.throwIfAborted();
    const why = error instanceof Error ? error.message : String(error);
    throw wrong(`--metadata ${path} cannot be read: ${why}`);
  }
  const bytes = Buffer.concat(parts);
  if (bytes.length > bounds.text) {
    throw wrong(tooMuch(`--metadata ${path}`));
  }
  return bytes.toString('utf8');
}

function wrong(message: string): ExportError {
  return new ExportError('metadata', message);
}
