import { writeInChunks } from '../../kernel/chunks';
import { KernelError } from '../../kernel/protocol';
import type { KernelTransport, Progress } from '../../kernel/protocol';
import type { FrameworkFormat, WeightsJob } from '../../kernel/weightsProtocol';
import type { Architecture, WeightsEntry } from '../../spec/model';
import { lookup } from '../../tensor/lookup';
import { readNpy, writeNpy } from '../../tensor/npy';
import type { Tensor } from '../../tensor/tensor';
import { WeightsError } from './runner';
import type { WeightsOutputs, WeightsRunner, WeightsWork } from './runner';

export interface PythonOptions {
  /** The researcher has said that code of the bundle may run. */
  readonly allowCode?: boolean;
  progress?(progress: Progress): void;
}

const formats: readonly FrameworkFormat[] = [
  'keras_hdf5',
  'keras_v3',
  'pytorch_state_dict',
  'tensorflow_saved_model_bundle',
  'torchscript'
];

const names = { weights: 'weights', architecture: 'architecture.py' } as const;

/**
 * Runs weights in a Python that has their framework: a kernel, or a process of the command line. `start` is called once
 * there is something to run; files are sent into a folder of the Python half, which is removed afterwards.
 */
export function pythonRunner(
  start: (signal?: AbortSignal) => Promise<KernelTransport>,
  options: PythonOptions = {}
): WeightsRunner {
  return {
    run: async (weights, work, signal) => {
      const format = formats.find(known => known === weights.format);
      if (!format) {
        throw new WeightsError('not run', `no framework of Python runs ${weights.format} weights here`);
      }
      refuseCode(weights, options);
      try {
        return await runIn(await start(signal), { ...options, weights, format, work }, signal);
      } catch (error) {
        signal?.throwIfAborted();
        throw error instanceof KernelError ? inWords(error) : error;
      }
    }
  };
}

interface Run extends PythonOptions {
  readonly weights: WeightsEntry;
  readonly format: FrameworkFormat;
  readonly work: WeightsWork;
}

async function runIn(transport: KernelTransport, run: Run, signal?: AbortSignal): Promise<WeightsOutputs> {
  const on = { ...(signal && { signal }), ...(run.progress && { progress: run.progress }) };
  const { directory } = await transport.request('folder', {}, on);
  try {
    const inputs = run.work.inputs.map((_, index) => `input_${index}.npy`);
    for (const [name, bytes] of await filesOf(run, inputs, signal)) {
      await writeInChunks(transport, { directory, name }, bytes, signal);
    }
    const result = await transport.request('weights', jobOf(run, directory, inputs), on);
    const tensors: Tensor[] = [];
    for (const path of result.outputs) {
      tensors.push(readNpy(await bytesOf(await transport.fetchFile(path, signal))));
    }
    return { tensors, engine: `${result.framework}, ${result.python}` };
  } finally {
    // A Python that is gone has taken its folder along.
    await transport.request('release', { directory }).catch(() => undefined);
  }
}

async function filesOf(
  { weights, work }: Run,
  inputs: readonly string[],
  signal?: AbortSignal
): Promise<Map<string, Uint8Array>> {
  const files = new Map([[names.weights as string, await work.bundle.read(weights.source, signal)]]);
  work.bundle.forget(weights.source);
  inputs.forEach((name, index) => files.set(name, writeNpy(work.inputs[index])));
  const code = weights.architecture?.source;
  if (code !== undefined) {
    files.set(names.architecture, await work.bundle.read(code, signal));
  }
  return files;
}

function jobOf({ weights, format, work, allowCode }: Run, directory: string, inputs: readonly string[]): WeightsJob {
  const { backend, strict, architecture } = weights;
  return {
    directory,
    format,
    weights: names.weights,
    named: `“${weights.source}”`,
    inputs,
    inputIds: work.inputIds,
    outputs: work.outputIds,
    // The page ends it at the same time; this is for a Python that has lost its page.
    seconds: work.seconds + 5,
    ...(backend !== undefined && { backend }),
    ...(strict !== undefined && { strict }),
    ...(architecture && { architecture: inFolder(architecture) }),
    ...(allowCode && { allowCode })
  };
}

function inFolder({ source, ...others }: Architecture): Architecture {
  return source === undefined ? others : { ...others, source: names.architecture };
}

/** A state dict is numbers alone: its network is code, which is not even sent unless it may run. */
function refuseCode({ format, architecture }: WeightsEntry, { allowCode }: PythonOptions): void {
  if (format !== 'pytorch_state_dict') {
    return;
  }
  if (!architecture) {
    throw new WeightsError('not run', 'the description does not say which code builds the network (architecture)');
  }
  if (!allowCode) {
    const { source, importFrom, callable } = architecture;
    const place = source === undefined ? `the library “${importFrom ?? ''}”` : `the file “${source}” of the bundle`;
    throw new WeightsError(
      'code',
      `the network is code (“${callable}” in ${place}), and code is not run unasked. If you trust who made the bundle, ` +
        'allow it: --allow-code on the command line, allow_code=True in Python'
    );
  }
}

/** What the Python half says, by whose fault it is. */
function inWords(error: KernelError): WeightsError {
  const kinds = { 'no-framework': 'elsewhere', 'holds-code': 'code', 'bad-model': 'failed' } as const;
  const kind = lookup(kinds, error.problem) ?? 'not run';
  return new WeightsError(kind, error.message.replace(/\.$/, ''), { cause: error });
}

async function bytesOf(stream: ReadableStream<Uint8Array>): Promise<Uint8Array> {
  return new Uint8Array(await new Response(stream).arrayBuffer());
}
