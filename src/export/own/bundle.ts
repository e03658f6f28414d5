import type { KernelTransport } from '../../kernel/protocol';
import type { PreparedOwn } from '../../kernel/ownProtocol';
import { ExportError } from '../errors';
import type { Bundle } from '../bundle/bundle';
import type { Converted } from '../bundle/onnx';
import { toOnnx } from '../bundle/onnx';
import { packZip } from '../bundle/pack';
import type { BundleOptions, BundleServices } from '../bundle/services';
import { FILES } from '../bundle/files';
import type { BundleFile } from '../bundle/files';
import type { Wrapped } from '../bundle/wrap';
import { textFile, wrap } from '../bundle/wrap';
import type { Proof } from '../bundle/conversionFacts';
import type { ProofScale } from '../proof/prove';
import { proveOutputs } from '../proof/prove';
import { describeOwn } from './describe';
import type { OwnDraft } from './draft';
import { fillIn } from './draft';
import type { OwnExaminer } from './examine';
import { tensorFiles } from './files';
import type { OwnMaterial } from './material';
import { fetchOwn } from './material';
import type { OwnConversion, OwnParts } from './parts';
import { ownPictures } from './pictures';
import { isMeasured, planOwn } from './plan';
import { ownRadii } from './reach';
import { writeOwnReadme } from './readme';
import { tryOut } from './trials';

export interface OwnServices extends Omit<BundleServices, 'examine'> {
  /** Reads the ONNX form, off the main thread where there is one. Throws `ExportError`. */
  readonly examineOwn: OwnExaminer;
}

/**
 * Makes the bundle of a network of one's own: test tensors, weights and operations from the Python half, ONNX where it
 * gave none, proof that they agree, description, documentation, pictures.
 *
 * As `buildBundle`: nothing is written to disk by it, and aborting leaves nothing behind. Throws `KernelError`,
 * `ConvertError`, `EngineError` or `ExportError`, each with a sentence for the researcher.
 */
export async function buildOwnBundle(draft: OwnDraft, services: OwnServices, on: BundleOptions = {}): Promise<Bundle> {
  const say = (message: string, fraction: number) => {
    on.signal?.throwIfAborted();
    on.progress?.({ message, fraction });
  };
  say('Asking for the network', 0);
  const prepared = await prepare(draft, services.transport, on);
  try {
    say('Fetching test images and weights', 0.5);
    const material = await fetchOwn(services.transport, prepared, on.signal);
    say('Converting the network to ONNX', 0.6);
    const onnx = await onnxOf(prepared, material, services, on, draft.own.allowCode);
    say(`Comparing the ONNX form with ${prepared.framework}`, 0.75);
    const proofs = await proveOutputs(onnx.bytes, material.cases, scalesOf(prepared), services.engine, on.signal);
    const parts = await planned(fillIn(draft, prepared), prepared, material, { onnx, proofs }, services, on);
    say('Writing description, documentation and pictures', 0.9);
    const { files, description } = await assembled(parts.parts, parts.onnx);
    say('The bundle is made', 1);
    return finished(parts.parts, files, description);
  } finally {
    // Without the signal: the folder goes also when the researcher cancelled. A dead kernel has nothing to remove it with.
    await services.transport.request('release', { directory: prepared.directory }).catch(() => undefined);
  }
}

function prepare({ own }: OwnDraft, transport: KernelTransport, on: BundleOptions): Promise<PreparedOwn> {
  return transport.request('prepareOwn', own, {
    // The first half of the work; its fractions count from 0 to 1.
    progress: step => on.progress?.({ ...step, ...(step.fraction !== undefined && { fraction: step.fraction / 2 }) }),
    signal: on.signal
  });
}

/** As PyTorch wrote it, or from the Keras weights. */
async function onnxOf(
  prepared: PreparedOwn,
  { weights }: OwnMaterial,
  services: OwnServices,
  on: BundleOptions,
  allowCode: boolean | undefined
): Promise<Converted> {
  const written = weights.find(({ format }) => format === 'onnx');
  if (written) {
    return { bytes: written.bytes, by: 'framework', layers: [] };
  }
  const keras = weights.find(({ format }) => format === 'keras_v3' || format === 'keras_hdf5');
  if (!keras) {
    throw new ExportError(
      'unknown-layer',
      `The network has no ONNX form, and ${prepared.framework} could make none. Without it neither a browser nor Fiji runs the bundle.`
    );
  }
  return toOnnx(keras.bytes, prepared, services, on, allowCode);
}

function scalesOf({ outputs }: PreparedOwn): ProofScale[] {
  return outputs.map(({ id, axes }) => {
    // A list of numbers has one value in each channel, and no range to measure a difference against.
    const channel = axes.some(isMeasured) ? axes.indexOf('channel') : -1;
    return {
      // What is stored has been computed further by the researcher's own function: the network's own range is not known.
      seen: null,
      channel: channel < 0 ? null : channel,
      ...(outputs.length > 1 && { name: id })
    };
  });
}

interface Proven {
  readonly onnx: Converted;
  readonly proofs: readonly (readonly Proof[])[];
}

async function planned(
  draft: OwnDraft,
  prepared: PreparedOwn,
  material: OwnMaterial,
  { onnx: { bytes, by, layers }, proofs }: Proven,
  { engine, examineOwn }: OwnServices,
  { signal }: BundleOptions
): Promise<{ readonly parts: OwnParts; readonly onnx: Uint8Array }> {
  const trials = await tryOut(bytes, prepared, engine, signal);
  const examined = await examineOwn(bytes, prepared, signal);
  const radii = await ownRadii(examined, prepared, engine, signal);
  const conversion: OwnConversion = { by, layers, opset: examined.opset, engine: engine.name, proofs };
  const parts = { draft, prepared, material, plan: planOwn(prepared, radii, trials), conversion };
  return { parts, onnx: examined.onnx };
}

function assembled(parts: OwnParts, onnx: Uint8Array): Promise<Wrapped> {
  const { material, prepared } = parts;
  const { inputs, outputs } = prepared;
  const files: BundleFile[] = [
    { name: FILES.onnx, bytes: onnx },
    ...material.weights.filter(({ format }) => format !== 'onnx').map(({ name, bytes }) => ({ name, bytes })),
    // Untouched, as the Python half saved them: the expected output is the researcher's own.
    ...inputs.map(({ id }, at) => ({ name: tensorFiles('input', id, inputs.length).test, bytes: material.inputs[at].bytes })), // prettier-ignore
    ...outputs.map(({ id }, at) => ({ name: tensorFiles('output', id, outputs.length).test, bytes: material.outputs[at].bytes })), // prettier-ignore
    ...material.attachments,
    ...ownPictures(parts),
    textFile(FILES.documentation, writeOwnReadme(parts))
  ];
  return wrap(files, hashes => describeOwn(parts, hashes));
}

function finished(
  { draft, prepared, conversion }: OwnParts,
  files: readonly BundleFile[],
  description: Wrapped['description']
): Bundle {
  // prettier-ignore
  const made = new Date(draft.made);
  const { proofs, ...facts } = conversion;
  return {
    fileName: draft.fileName.value,
    files,
    description,
    conversion: { ...facts, proof: proofs.flat() },
    notes: prepared.notes,
    pack: signal => packZip(files, made, signal)
  };
}
