import { dirname, join } from 'node:path';
import { ConvertError } from '../convert/conversion';
import type { Conversion } from '../convert/conversion';
import { VERSION } from '../export/version';
import { sentenceOf } from '../preview/format/files';
import { TimeLimit, usualSeconds } from '../preview/reproduce/timeLimit';
import type { ConvertArguments } from './calls';
import type { Terminal } from './calls';
import type { NetworkFile } from './network';
import { readNetworkFile } from './network';
import type { Input } from './files/place';
import { outOfTime } from './files/errors';
import { beginSaving, SaveError } from './files/save';
import { streamOf } from './files/stream';
import { convertGiven } from './thread/threads';

/** No framework is at hand here, so nothing was compared; `export` proves each conversion against Keras. */
const notProven = 'not proven against its source';

/** Converts a Keras network to ONNX and writes it. */
export async function runConvert(args: ConvertArguments, terminal: Terminal): Promise<number> {
  const { model, output, json } = args;
  const limit = new TimeLimit(args.timeout ?? usualSeconds, terminal.signal);
  const limited = { ...terminal, signal: limit.signal };
  try {
    const file = await readNetworkFile(model, limit.signal);
    const conversion = await convertTo(output, file, inputsOf(model, file.path), limited);
    terminal.out(json ? document({ source: file.path, output, ...facts(conversion) }) : summary(output, conversion));
    return 0;
  } catch (error) {
    terminal.signal.throwIfAborted();
    if (!limit.isOver && !(error instanceof ConvertError || error instanceof SaveError)) {
      throw error;
    }
    const reason = limit.isOver ? outOfTime('conversion', limit) : sentenceOf(error);
    terminal.say(reason);
    if (json) {
      const layer = error instanceof ConvertError && error.layer ? { layer: error.layer } : {};
      terminal.out(document({ source: model, error: reason, ...layer }));
    }
    return limit.isOver || isFailure(error) ? 1 : 2;
  }
}

function isFailure(error: unknown): boolean {
  return error instanceof ConvertError && failures.has(error.problem);
}

/** The file was read, but this network cannot be converted. */
const failures: ReadonlySet<ConvertError['problem']> = new Set([
  'unknown-layer',
  'unsupported-option',
  'weights-mismatch'
]);

/** What is read, and so may not be written over. */
function inputsOf(model: string, file: string): Input[] {
  return [
    { path: file, what: 'the trained network' },
    { path: join(dirname(file), 'config.json'), what: 'the description of the trained network' },
    ...(model === file ? [] : [{ path: model, what: 'a file of the model folder', replaceable: /\.onnx$/i }])
  ];
}

/** Whether the file can be written is found out first: the conversion may take a while. */
async function convertTo(
  output: string,
  { request }: NetworkFile,
  inputs: readonly Input[],
  { signal, say }: Terminal
): Promise<Conversion> {
  const saving = await beginSaving(output, inputs);
  try {
    say('Converting …');
    const conversion = await convertGiven(request, signal);
    await saving.finish(streamOf(conversion.onnx), signal);
    return conversion;
  } finally {
    await saving.discard();
  }
}

function facts({ onnx: _, ...said }: Conversion) {
  return { ...said, proven: false, reason: notProven };
}

function document(content: object): string {
  return `${JSON.stringify({ zooport: VERSION, ...content }, null, 2)}\n`;
}

function summary(output: string, { layers, opset, irVersion, inputs, outputs, rebuilt }: Conversion): string {
  const shape = (sizes: readonly (number | null)[]) => sizes.map(size => size ?? 'any').join(' × ');
  const tensors = [...inputs, ...outputs].map(tensor => `  ${tensor.name}: ${shape(tensor.shape)}\n`);
  const kinds = layers.map(layer => `${layer.count} ${layer.class}`).join(', ');
  const origin = {
    'config.json': '  rebuilt from config.json\n',
    shapes: '  rebuilt from the shapes of its weights\n'
  };
  const from = rebuilt ? origin[rebuilt] : '';
  return `${output}: opset ${opset}, IR ${irVersion}; ${notProven}\n${tensors.join('')}  ${kinds}\n${from}`;
}
