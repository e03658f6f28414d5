import { readFileSync, writeFileSync } from 'node:fs';
import { applyPostprocessing, applyPreprocessing } from '../../src/processing/apply';
import { ProcessingError } from '../../src/processing/error';
import { readRaw } from '../../src/spec/read';
import { readNpy, writeNpy } from '../../src/tensor/npy';

interface Described {
  readonly id?: string;
  readonly name?: string;
}

interface Case {
  readonly version: string;
  readonly inputs: readonly Described[];
  readonly outputs: readonly Described[];
  /** Base64 of .npy files. */
  readonly tensors: Readonly<Record<string, string>>;
}

/** What this code makes of a random case of scripts/processing/processing_conformance.py: the tensors, or why not. */
function run({ version, inputs, outputs, tensors }: Case): object {
  const { description } = readRaw({ format_version: version, type: 'model', name: 'random', inputs, outputs });
  if (!description) {
    return { error: 'The description was not read.' };
  }
  const given = (side: readonly Described[]) =>
    side.map(({ id, name }) => readNpy(Buffer.from(tensors[id ?? name ?? ''], 'base64')));
  try {
    const before = applyPreprocessing(given(inputs), description);
    const after = outputs.length > 0 ? applyPostprocessing(given(outputs), description, given(inputs)) : before;
    const described = outputs.length > 0 ? outputs : inputs;
    const named = described.map(({ id, name }, index) => [id ?? name, encode(writeNpy(after.tensors[index]))]);
    return { tensors: Object.fromEntries(named), refusals: [...new Set([...before.refusals, ...after.refusals])] };
  } catch (error) {
    // Anything else is a fault of ours, and told as such.
    return error instanceof ProcessingError ? { error: error.message } : { crash: String(error) };
  }
}

function encode(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64');
}

const [source, target] = process.argv.slice(2);
const cases = JSON.parse(readFileSync(source, 'utf-8')) as Case[];
writeFileSync(target, JSON.stringify(cases.map(run)));
