import type { KernelTransport, OutputKind, Prepared } from '../../kernel/protocol';
import type { InferenceEngine } from '../../runtime/engine';
import { assemble } from './assemble';
import { lengthOf } from './axes';
import { networkEntry } from '../networks/catalogue';
import { outputEntry } from '../networks/networkEntry';
import type { ConversionFacts } from './conversionFacts';
import type { Draft } from '../draft/draft';
import type { Examined, Reach } from '../proof/examine';
import { networkExtent } from '../proof/extent';
import type { BundleFile } from './files';
import type { Material } from './fetched';
import { fetchMaterial } from './fetched';
import { nativeWeights } from './native';
import type { Native } from './native';
import type { Converted } from './onnx';
import { toOnnx } from './onnx';
import { packZip } from './pack';
import type { Parts } from './parts';
import { parametersOf } from './parts';
import type { ProofScale } from '../proof/prove';
import { proveConversion } from '../proof/prove';
import type { BundleOptions, BundleServices } from './services';
import { planAxis } from '../proof/sizes';

/** A finished bundle, not yet written anywhere. */
export interface Bundle {
  /** `NAME.bioimageio.zip`, without folder. */
  readonly fileName: string;
  /** rdf.yaml first, then by name. */
  readonly files: readonly BundleFile[];
  /** The model description as it stands in rdf.yaml. */
  readonly description: Readonly<Record<string, unknown>>;
  readonly conversion: ConversionFacts;
  /** Sentences that the researcher should read. */
  readonly notes: readonly string[];
  /** The zip as a stream; each call begins anew and gives the same bytes. */
  pack(signal?: AbortSignal): ReadableStream<Uint8Array>;
}

/**
 * Makes the bundle of a draft: expected output and weights from the Python half, ONNX from the saved weights, proof that
 * both agree, description, documentation, pictures.
 *
 * Nothing is written to disk by it; aborting leaves nothing behind, the Python half's folder included. The files are held
 * in memory (a little more than the weights twice), the zip never is.
 * Throws `KernelError`, `ConvertError`, `EngineError` or `ExportError`, each with a sentence for the researcher.
 */
export async function buildBundle(draft: Draft, services: BundleServices, on: BundleOptions = {}): Promise<Bundle> {
  const { transport } = services;
  const say = (message: string, fraction: number) => {
    on.signal?.throwIfAborted();
    on.progress?.({ message, fraction });
  };
  say('Asking for the network', 0);
  const prepared = await prepare(draft, transport, on);
  try {
    say('Fetching test images and weights', 0.5);
    const material = await fetchMaterial(transport, prepared, on.signal);
    say('Converting the network to ONNX', 0.6);
    const onnx = await toOnnx(material.weights, prepared, services, on, draft.allowCode);
    say('Comparing the ONNX form with Keras', 0.75);
    const proof = await proveConversion(
      onnx.bytes,
      material.proofs,
      proofScale(prepared, material),
      services.engine,
      on.signal
    );
    say('Writing description, documentation and pictures', 0.9);
    const examined = await services.examine(onnx.bytes, prepared, on.signal);
    const { appended } = examined;
    const native = nativeWeights(prepared, material.weights, appended);
    const parts: Parts = {
      draft,
      entry: networkEntry(prepared.recipe.id),
      prepared,
      conversion: { ...factsOf(onnx, examined), proof, engine: services.engine.name },
      plan: await planSizes(examined.reach, prepared, services.engine, on.signal),
      input: material.input,
      output: material.output,
      native: 'weights' in native ? native.weights : null
    };
    const { files, description } = await assemble(parts, material, appended.onnx);
    say('The bundle is made', 1);
    const made = new Date(draft.made);
    return {
      fileName: draft.fileName.value,
      files,
      description,
      conversion: parts.conversion,
      notes: notes(parts, native),
      pack: signal => packZip(files, made, signal)
    };
  } finally {
    // Without the signal: the folder goes also when the researcher cancelled. A dead kernel has nothing to remove it with.
    await transport.request('release', { directory: prepared.directory }).catch(() => undefined);
  }
}

async function prepare(draft: Draft, transport: KernelTransport, on: BundleOptions): Promise<Prepared> {
  // What quality control found is read by the Python half itself, which knows better where it stands.
  const { threshold } = draft;
  const chosen =
    draft.output === 'mask' && (threshold?.origin === 'user' || threshold?.origin === 'notebook') ? threshold : null;
  const { network } = draft.candidate;
  const usual = network && networkEntry(network.id).kinds[0];
  const prepared = await transport.request(
    'prepare',
    {
      candidate: draft.candidate,
      weights: draft.weights,
      // Not asked for by name, the Python half may give another where a package is missing, and says so in a note.
      ...(draft.output !== usual && { output: draft.output }),
      ...(draft.image !== null && { image: draft.image }),
      ...(draft.crop !== null && { crop: draft.crop }),
      ...(chosen && { threshold: chosen.value }),
      ...(draft.allowCode && { allowCode: true })
    },
    {
      // The first half of the work; its fractions count from 0 to 1.
      progress: step => on.progress?.({ ...step, ...(step.fraction !== undefined && { fraction: step.fraction / 2 }) }),
      signal: on.signal
    }
  );
  return chosen ? withThreshold(prepared, chosen) : prepared;
}

/** Asked for by number, the threshold comes back as the researcher's; a form field of the notebook keeps its origin. */
function withThreshold(prepared: Prepared, { origin, where }: NonNullable<Draft['threshold']>): Prepared {
  const parameters = Object.entries(prepared.recipe.parameters).map(([name, fact]) =>
    name === 'threshold' || name === 'binarize' ? [name, { ...fact, origin, where }] : [name, fact]
  );
  return { ...prepared, recipe: { ...prepared.recipe, parameters: Object.fromEntries(parameters) } };
}

/** Outputs that are the network's own numbers; all others were computed from them. */
const OWN_NUMBERS: readonly OutputKind[] = ['probability', 'probabilities', 'raw', 'restored'];

function proofScale({ output }: Prepared, material: Material): ProofScale {
  const channel = output.axes.indexOf('channel');
  return {
    seen: OWN_NUMBERS.includes(output.kind) ? material.output : null,
    channel: channel < 0 ? null : channel
  };
}

function factsOf(
  { by, layers }: Converted,
  { opset, appended: { added } }: Examined
): Pick<ConversionFacts, 'by' | 'opset' | 'layers' | 'added'> {
  return { by, opset, layers, ...(added !== null && { added }) };
}

async function planSizes(
  reach: Reach,
  prepared: Prepared,
  engine: InferenceEngine,
  signal?: AbortSignal
): Promise<Parts['plan']> {
  const output = outputEntry(networkEntry(prepared.recipe.id), prepared.output.kind);
  const parameters = parametersOf(prepared);
  const { freeSizes } = prepared.native;
  const extents = await networkExtent(reach, prepared, engine, signal);
  const plan = [...extents].map(([axis, extent]) => {
    const perPixel = output.perPixel?.(parameters, axis) ?? 1;
    return [axis, planAxis(lengthOf(prepared.input, axis), extent, freeSizes, perPixel)] as const;
  });
  return new Map(plan);
}

function notes({ prepared }: Parts, native: Native): string[] {
  const missing = 'reason' in native ? [`The Keras form of the network was left out, since ${native.reason}; the ONNX form is complete.`] : []; // prettier-ignore
  return [...prepared.notes, ...missing];
}
