import type { KernelTransport } from '../../kernel/protocol';
import type { OwnWeights, PreparedOwn } from '../../kernel/ownProtocol';
import type { PreparedFile } from '../../kernel/preparedFile';
import { readNpy } from '../../tensor/npy';
import type { Tensor } from '../../tensor/tensor';
import { filesOf } from '../bundle/fetched';
import type { BundleFile } from '../bundle/files';
import { fetchBytes } from '../bundle/transfer';
import type { ProofCase } from '../proof/prove';
import { weightsName } from './files';

/** A tensor as the Python half saved it: its file goes into the bundle untouched. */
export interface Stored {
  readonly bytes: Uint8Array;
  readonly tensor: Tensor;
}

export interface OwnMaterial {
  readonly inputs: readonly Stored[];
  readonly outputs: readonly Stored[];
  /** In the Python half's order, under the names that they have in the bundle. */
  readonly weights: readonly (BundleFile & { readonly format: OwnWeights['format'] })[];
  readonly attachments: readonly BundleFile[];
  readonly cases: readonly ProofCase[];
}

/** Fetches all files of a network of one's own, each held against its hash. */
export async function fetchOwn(
  transport: KernelTransport,
  prepared: PreparedOwn,
  signal?: AbortSignal
): Promise<OwnMaterial> {
  const bytes = (file: PreparedFile) => fetchBytes(transport, file, signal);
  const of = (role: PreparedFile['role']) => filesOf(prepared.files, role);
  const stored = async (role: PreparedFile['role']): Promise<Stored[]> => {
    const tensors: Stored[] = [];
    for (const file of of(role)) {
      const content = await bytes(file);
      tensors.push({ bytes: content, tensor: readNpy(content) });
    }
    return tensors;
  };
  const [inputs, outputs] = [await stored('test_input'), await stored('test_output')];
  const weights: OwnMaterial['weights'][number][] = [];
  for (const { format, file } of prepared.weights) {
    weights.push({ format, name: weightsName(format), bytes: await bytes(named(of('weights'), file)) });
  }
  const attachments: BundleFile[] = [];
  for (const file of of('attachment')) {
    attachments.push({ name: file.name, bytes: await bytes(file) });
  }
  const given = (await stored('proof_input')).map(({ tensor }) => tensor);
  const expected = (await stored('proof_output')).map(({ tensor }) => tensor);
  return { inputs, outputs, weights, attachments, cases: casesOf(prepared, given, expected) };
}

/** The files of all shapes stand one behind the other, shape by shape. */
function casesOf(prepared: PreparedOwn, given: readonly Tensor[], expected: readonly Tensor[]): ProofCase[] {
  const part = (tensors: readonly Tensor[], index: number, size: number) =>
    tensors.slice(index * size, (index + 1) * size);
  return Array.from({ length: prepared.proofs }, (_, index) => ({
    inputs: part(given, index, prepared.inputs.length),
    expected: part(expected, index, prepared.outputs.length)
  }));
}

function named(files: readonly PreparedFile[], name: string): PreparedFile {
  const found = files.find(file => file.name === name);
  if (!found) {
    throw new Error(`The Python half made no file ${name}.`);
  }
  return found;
}
