import { realpath, stat } from 'node:fs/promises';
import { basename, dirname, resolve } from 'node:path';
import type { Bundle } from '../export/bundle/bundle';
import { buildBundle } from '../export/bundle/bundle';
import type { Draft } from '../export/draft/draft';
import { editField } from '../export/draft/edit';
import { applyMetadata } from '../export/draft/metadata';
import { makeDraft } from '../export/draft/prefill';
import { ExportError } from '../export/errors';
import { buildOwnBundle } from '../export/own/bundle';
import type { OwnDraft } from '../export/own/draft';
import { makeOwnDraft } from '../export/own/draft';
import type { Candidate, KernelTransport, Progress } from '../kernel/protocol';
import { KernelError } from '../kernel/protocol';
import type { InferenceEngine } from '../runtime/engine';
import { createNodeEngine } from '../runtime/node';
import type { Terminal } from './calls';
import type { ExportFacts } from './calls';
import type { ExportArguments } from './calls';
import { readMetadataFile } from './metadata';
import { isInside } from './files/place';
import type { Input } from './files/place';
import { startPython } from './python';
import { beginSaving } from './files/save';
import { convertInThread, examineInThread, examineOwnInThread } from './thread/threads';

/** Files of networks that are exported alone. */
const NETWORK_FILE = /\.(pt|pth|keras|h5|hdf5)$/i;

/**
 * Makes a bundle of a model folder and writes it whole or not at all. Progress and notes go to the terminal's messages.
 * Fills `facts` as it goes. Throws `KernelError`, `ConvertError`, `EngineError`, `ExportError` or `SaveError`.
 */
export async function exportBundle(args: ExportArguments, facts: ExportFacts, terminal: Terminal): Promise<Bundle> {
  const { signal } = terminal;
  const { isFile, metadata } = await checkArguments(args, signal);
  const saving = await beginSaving(args.output, inputsOf(args));
  let folder: string | null = null;
  try {
    const bundle = await withPython(args, terminal, async (transport, engine) => {
      const on = { progress: lines(terminal), signal };
      if (isFile) {
        const services = { transport, engine, convert: convertInThread, examineOwn: examineOwnInThread };
        return buildOwnBundle(ownDraftOf(args, metadata), services, on);
      }
      const candidate = await findCandidate(args, transport, facts, signal);
      folder = candidate.folder;
      return buildBundle(
        draftOf(args, candidate, metadata),
        { transport, engine, convert: convertInThread, examine: examineInThread },
        on
      );
    });
    Object.assign(facts, isFile ? { network: zooportOf(bundle).network } : { recipe: zooportOf(bundle).recipe });
    const size = await saving.finish(bundle.pack(signal), signal);
    bundle.notes.forEach(note => terminal.say(note));
    await warnOfModelFolder(args.output, folder, terminal);
    terminal.say(`Wrote ${args.output} (${(size / 1e6).toFixed(1)} MB).`);
    return bundle;
  } finally {
    await saving.discard();
  }
}

/** What is read, and so may not be written over. A bundle that an earlier call left in the model folder is none of it. */
function inputsOf({ folder, input, furtherInputs = [], metadata }: ExportArguments): Input[] {
  return [
    ...[input, ...furtherInputs].map(path => ({ path, what: 'the image of --input' })),
    ...(metadata === undefined ? [] : [{ path: metadata, what: 'the file of --metadata' }]),
    { path: folder, what: 'a file of the model folder', replaceable: /\.zip$/i }
  ];
}

/** Training anew deletes the model folder, and what lies in it. */
async function warnOfModelFolder(output: string, folder: string | null, terminal: Terminal): Promise<void> {
  const place = await realpath(dirname(output)).catch(() => null);
  const models = folder === null ? null : await realpath(folder).catch(() => null);
  if (place !== null && models !== null && isInside(models, place)) {
    terminal.say(
      `${output} lies in the model folder, which is deleted when the network is trained again. Move the bundle elsewhere.`
    );
  }
}

/** Everything that can be wrong with the call itself, before Python is started. */
async function checkArguments(
  args: ExportArguments,
  signal: AbortSignal
): Promise<{ readonly isFile: boolean; readonly metadata: unknown }> {
  if (!/\.zip$/i.test(args.output)) {
    throw wrongCall(`--output ${args.output} must end in .zip, for instance model.bioimageio.zip.`);
  }
  const isFile = await isNetworkFile(args);
  for (const input of [args.input, ...(args.furtherInputs ?? [])]) {
    const image = await stat(input).catch(() => null);
    if (!image?.isFile()) {
      throw wrongCall(`--input ${input} is not a file. Give an image (.tif, .png or .npy) like those of the training.`);
    }
  }
  return { isFile, metadata: args.metadata === undefined ? undefined : await readMetadataFile(args.metadata, signal) };
}

/** A network of one's own, as against a folder; what is only for one of them is refused with the other. */
async function isNetworkFile({ folder, axes, network, furtherInputs }: ExportArguments): Promise<boolean> {
  const found = await stat(folder).catch(() => null);
  if (found?.isDirectory()) {
    if (axes ?? furtherInputs) {
      const what = axes ? '--axes is' : 'Several --input are';
      throw wrongCall(
        `${what} for the file of a network, but ${folder} is a folder, whose notebook says how images are read.`
      );
    }
    return false;
  }
  if (!found?.isFile() || !NETWORK_FILE.test(folder)) {
    throw wrongCall(
      `${folder} is not a folder. Give the folder that training left behind (model_path/model_name), or the file of a ` +
        'network: .pt or .pth of PyTorch, .keras, .h5 or .hdf5 of Keras.'
    );
  }
  if (network !== undefined) {
    throw wrongCall(`--network is for a folder, but ${folder} is a file, whose network is exported as it is.`);
  }
  return true;
}

function wrongCall(message: string): ExportError {
  return new ExportError('metadata', message);
}

/** Python and the engine for as long as the work takes; both end whatever happens. */
async function withPython<T>(
  args: ExportArguments,
  terminal: Terminal,
  work: (transport: KernelTransport, engine: InferenceEngine) => Promise<T>
): Promise<T> {
  terminal.say(`Starting Python (${args.python})`);
  // Frameworks tell much of devices and compilers there; what matters comes as an error.
  const transport = await startPython(args.python, () => undefined, terminal.signal);
  try {
    const engine = await createNodeEngine();
    try {
      return await work(transport, engine);
    } finally {
      await engine.dispose();
    }
  } finally {
    await transport.close();
  }
}

async function findCandidate(
  args: ExportArguments,
  transport: KernelTransport,
  facts: ExportFacts,
  signal: AbortSignal
): Promise<Candidate> {
  const folder = resolve(args.folder);
  const params = { folder, ...(args.network !== undefined && { network: args.network }) };
  const { candidates, looked } = await transport.request('detect', params, { signal });
  const candidate = candidates.find(one => one.folder === folder) ?? candidates.at(0);
  if (!candidate) {
    throw new KernelError('no-network', [`No trained network was found in ${args.folder}.`, ...looked].join(' '));
  }
  if (candidates.length > 1 && candidate.folder !== folder) {
    const folders = candidates.map(one => one.folder ?? one.modelName).join(', ');
    throw new KernelError(
      'ambiguous',
      `${args.folder} holds several trained networks. Give the folder of one: ${folders}.`
    );
  }
  facts.alternatives = candidate.alternatives.map(({ id, name, why }) => ({ id, name, why }));
  facts.network = candidate.network?.name ?? null;
  if (!candidate.network) {
    const choices = candidate.alternatives.map(({ name, why }) => `"${name}" (${why})`).join(', ');
    throw new KernelError(
      'ambiguous',
      `Which network ${args.folder} is cannot be told. Say it with --network: ${choices}.`
    );
  }
  return candidate;
}

function draftOf(args: ExportArguments, candidate: Candidate, metadata: unknown): Draft {
  const draft = makeDraft(candidate, undefined, new Date());
  const filled = metadata === undefined ? draft : applyMetadata(draft, metadata);
  return {
    ...editField(filled, 'fileName', basename(args.output)),
    image: resolve(args.input),
    ...(args.allowCode && { allowCode: true })
  };
}

function ownDraftOf(
  { folder, input, furtherInputs = [], axes, output, allowCode }: ExportArguments,
  metadata: unknown
): OwnDraft {
  // prettier-ignore
  const images = [input, ...furtherInputs].map(path => resolve(path));
  const draft = makeOwnDraft(
    { file: resolve(folder), images, ...(axes && { axes }), ...(allowCode && { allowCode }) },
    new Date()
  );
  return editField(metadata === undefined ? draft : applyMetadata(draft, metadata), 'fileName', basename(output));
}

/** What the bundle says of how it came about. */
function zooportOf(bundle: Bundle): { readonly network: string; readonly recipe: unknown } {
  const { config } = bundle.description as { config: { zooport: { network: string; recipe: unknown } } };
  return config.zooport;
}

/** Progress as lines: each sentence once, with how far the work is where that is known. */
function lines(terminal: Terminal): (progress: Progress) => void {
  let last = '';
  return ({ message, fraction }) => {
    if (message !== last) {
      last = message;
      terminal.say(fraction === undefined ? message : `${String(Math.round(fraction * 100)).padStart(3)} % ${message}`);
    }
  };
}
