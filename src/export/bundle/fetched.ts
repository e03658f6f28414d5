import type { PreparedFile } from '../../kernel/preparedFile';
import type { KernelTransport, Prepared } from '../../kernel/protocol';
import { readNpy } from '../../tensor/npy';
import type { Tensor } from '../../tensor/tensor';
import type { BundleFile } from './files';
import type { ProofPair } from '../proof/prove';
import { fetchBytes } from './transfer';

/** What the Python half made, brought over: nothing of its folder is needed afterwards. */
export interface Material {
  readonly testInput: Uint8Array;
  readonly testOutput: Uint8Array;
  readonly input: Tensor;
  readonly output: Tensor;
  /** The network in its own format, saved anew. */
  readonly weights: Uint8Array;
  readonly proofs: readonly ProofPair[];
  readonly attachments: readonly BundleFile[];
}

/** Fetches all files of a `Prepared`, each held against its hash. */
export async function fetchMaterial(
  transport: KernelTransport,
  prepared: Prepared,
  signal?: AbortSignal
): Promise<Material> {
  const bytes = (file: PreparedFile) => fetchBytes(transport, file, signal);
  const testInput = await bytes(only(prepared, 'test_input'));
  const testOutput = await bytes(only(prepared, 'test_output'));
  const weights = await bytes(only(prepared, 'weights'));
  const proofs: ProofPair[] = [];
  const given = filesOf(prepared.files, 'proof_input');
  const [expected, exact] = [filesOf(prepared.files, 'proof_output'), filesOf(prepared.files, 'proof_exact')];
  for (let index = 0; index < Math.min(given.length, expected.length); index++) {
    const computed = exact.at(index);
    proofs.push({
      input: readNpy(await bytes(given[index])),
      expected: readNpy(await bytes(expected[index])),
      ...(computed && { exact: readNpy(await bytes(computed)) })
    });
  }
  const attachments: BundleFile[] = [];
  for (const file of filesOf(prepared.files, 'attachment')) {
    attachments.push({ name: file.name, bytes: await bytes(file) });
  }
  return {
    testInput,
    testOutput,
    input: readNpy(testInput),
    output: readNpy(testOutput),
    weights,
    proofs,
    attachments
  };
}

/** Those of one role, in the order of their names, which pairs a proof's input with its output. */
export function filesOf<F extends { readonly role: string; readonly name: string }>(
  files: readonly F[],
  role: F['role']
): F[] {
  return files.filter(file => file.role === role).sort((a, b) => a.name.localeCompare(b.name, 'en', { numeric: true }));
}

function only(prepared: Prepared, role: PreparedFile['role']): PreparedFile {
  const file = filesOf(prepared.files, role).at(0);
  if (!file) {
    throw new Error(`The Python half made no ${role.replace('_', ' ')}.`);
  }
  return file;
}
