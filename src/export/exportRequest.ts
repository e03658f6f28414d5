import { resultOf } from '../kernel/guards';
import { isOwnParams } from '../kernel/ownGuards';
import type { OwnParams } from '../kernel/ownProtocol';
import type { Candidate, CropBox, NotebookFacts, OutputKind } from '../kernel/protocol';
import { OUTPUT_KINDS } from '../kernel/protocol';
import type { Bundle } from './bundle/bundle';
import { buildBundle } from './bundle/bundle';
import type { BundleOptions, BundleServices } from './bundle/services';
import type { Draft, DraftBase } from './draft/draft';
import { chooseFrom } from './draft/choices';
import { editField } from './draft/edit';
import { applyMetadata } from './draft/metadata';
import { parseMetadata } from './draft/metadataText';
import { makeDraft } from './draft/prefill';
import { ExportError } from './errors';
import type { OwnServices } from './own/bundle';
import { buildOwnBundle } from './own/bundle';
import type { OwnDraft } from './own/draft';
import { makeOwnDraft } from './own/draft';
import { isRecord } from '../tensor/lookup';

/** What the caller says of the network, in the description's own keys. */
interface Said {
  /** Only where the caller has named the file. */
  readonly fileName?: string;
  /** A YAML text with the description's own keys; then those of `metadata`, which win. */
  readonly metadataText?: string;
  /** What stands in that text, where it was read before. */
  readonly metadataFile?: unknown;
  readonly metadata?: unknown;
}

/** Of a network of one's own: what to prepare, in the protocol's words. */
export interface OwnOrder extends Said {
  readonly own: OwnParams;
}

/** Of a network of the catalogue: Python has found it and chosen among what it offers (zooport/export_request.py). */
export interface CatalogueOrder extends Said {
  readonly candidate: Candidate;
  readonly notebook: NotebookFacts;
  /** `WeightsChoice.id`; the candidate's default where it is absent. */
  readonly weights?: string;
  /** Absolute path of the image for the test. */
  readonly image?: string;
  readonly crop?: CropBox;
  readonly kind?: Draft['output'];
  /** On the notebook's scale of 0..255. */
  readonly threshold?: number;
  /** Code that the network's file holds may run. */
  readonly allowCode?: boolean;
}

/** What `zooport.export` asks for. */
export type Order = CatalogueOrder | OwnOrder;

/** The order in a message of Python. Throws `ExportError` or `KernelError` where it is none. */
export function readOrder(value: unknown): Order {
  if (!isRecord(value)) {
    throw otherVersion();
  }
  return value.own === undefined ? readCatalogueOrder(value) : { ...readSaid(value), own: readOwn(value.own) };
}

function readOwn(value: unknown): OwnParams {
  if (!isOwnParams(value)) {
    throw otherVersion();
  }
  return value;
}

function otherVersion(): ExportError {
  return new ExportError('metadata', 'Python and this part of Zooport have different versions. Install zooport again.');
}

function readSaid({ fileName, metadata, metadataText }: Readonly<Record<string, unknown>>): Said {
  return {
    ...(typeof fileName === 'string' && { fileName }),
    ...(typeof metadataText === 'string' && { metadataText }),
    ...(isRecord(metadata) && { metadata })
  };
}

function readCatalogueOrder(value: Readonly<Record<string, unknown>>): CatalogueOrder {
  const { candidates } = resultOf('detect', { result: value.detection });
  const { weights, image, kind, threshold, crop, allowCode } = value;
  return {
    ...readSaid(value),
    candidate: candidates[0],
    notebook: notebookOf(value.notebook),
    ...(typeof weights === 'string' && { weights }),
    ...(typeof image === 'string' && { image }),
    ...(isCrop(crop) && { crop }),
    ...(isKind(kind) && { kind }),
    ...(typeof threshold === 'number' && { threshold }),
    ...(allowCode === true && { allowCode })
  };
}

/** The bundle that an order asks for; see `buildBundle` and `buildOwnBundle`. */
export function buildOrder(
  order: Order,
  services: BundleServices & OwnServices,
  on: BundleOptions,
  now: Date
): Promise<Bundle> {
  return 'own' in order
    ? buildOwnBundle(ownDraftOf(order, now), services, on)
    : buildBundle(draftOf(order, now), services, on);
}

/** The draft that an order asks for. Throws `ExportError` with a sentence for the researcher. */
export function draftOf(order: CatalogueOrder, now: Date): Draft {
  const { candidate, notebook, weights, image, crop, kind, threshold, allowCode } = order;
  const filled = described(makeDraft(candidate, notebook, now), order);
  // What the metadata file may choose is judged in one place.
  const chosen = chooseFrom(filled, {
    ...(kind !== undefined && { output: kind }),
    ...(threshold !== undefined && { threshold })
  });
  return {
    ...named(chosen, order),
    ...(weights !== undefined && { weights }),
    ...(image !== undefined && { image }),
    ...(crop !== undefined && { crop }),
    ...(allowCode && { allowCode })
  };
}

/** The same for a network of one's own. */
export function ownDraftOf(order: OwnOrder, now: Date): OwnDraft {
  return named(described(makeOwnDraft(order.own, now), order), order);
}

function described<D extends DraftBase>(draft: D, { metadataFile, metadataText, metadata }: Said): D {
  const said = [
    ...(metadataFile === undefined ? [] : [metadataFile]),
    ...(metadataText === undefined || metadataFile !== undefined ? [] : [parseMetadata(metadataText)]),
    ...(metadata === undefined ? [] : [metadata])
  ];
  return said.reduce<D>(applyMetadata, draft);
}

function named<D extends DraftBase>(draft: D, { fileName }: Said): D {
  return fileName === undefined ? draft : editField(draft, 'fileName', fileName);
}

function notebookOf(value: unknown): NotebookFacts {
  const { folder, network, version, params } = isRecord(value) ? value : {};
  return {
    ...(typeof folder === 'string' && { folder }),
    ...(typeof network === 'string' && { network }),
    ...(typeof version === 'string' && { version }),
    params: isRecord(params) ? Object.fromEntries(Object.entries(params).filter(isParam)) : {}
  };
}

function isParam(entry: [string, unknown]): entry is [string, string | number | boolean | null] {
  return entry[1] === null || ['string', 'number', 'boolean'].includes(typeof entry[1]);
}

function isKind(value: unknown): value is OutputKind {
  return OUTPUT_KINDS.some(kind => kind === value);
}

function isCrop(value: unknown): value is CropBox {
  return isRecord(value) && ['y', 'x', 'height', 'width'].every(key => typeof value[key] === 'number');
}
