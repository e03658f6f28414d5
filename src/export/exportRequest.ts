import { resultOf } from '../kernel/guards';
import type { Candidate, CropBox, NotebookFacts, OutputKind } from '../kernel/protocol';
import { OUTPUT_KINDS } from '../kernel/protocol';
import type { Draft } from './draft/draft';
import { chooseFrom } from './draft/choices';
import { editField } from './draft/edit';
import { applyMetadata } from './draft/metadata';
import { parseMetadata } from './draft/metadataText';
import { makeDraft } from './draft/prefill';
import { ExportError } from './errors';
import { isRecord } from '../tensor/lookup';

/** What `zooport.export` asks for: Python has found the network and chosen among what it offers (zooport/export_request.py). */
export interface Order {
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
  /** Only where the caller has named the file. */
  readonly fileName?: string;
  /** A YAML text with the description's own keys; then those of `metadata`, which win. */
  readonly metadataText?: string;
  /** What stands in that text, where it was read before. */
  readonly metadataFile?: unknown;
  readonly metadata?: unknown;
}

/** The order in a message of Python. Throws `ExportError` or `KernelError` where it is none. */
export function readOrder(value: unknown): Order {
  if (!isRecord(value)) {
    throw new ExportError(
      'metadata',
      'Python and this part of Zooport have different versions. Install zooport again.'
    );
  }
  const { candidates } = resultOf('detect', { result: value.detection });
  const { weights, image, fileName, kind, threshold, metadata, metadataText, crop, allowCode } = value;
  return {
    candidate: candidates[0],
    notebook: notebookOf(value.notebook),
    ...(typeof weights === 'string' && { weights }),
    ...(typeof image === 'string' && { image }),
    ...(isCrop(crop) && { crop }),
    ...(isKind(kind) && { kind }),
    ...(typeof threshold === 'number' && { threshold }),
    ...(allowCode === true && { allowCode }),
    ...(typeof fileName === 'string' && { fileName }),
    ...(typeof metadataText === 'string' && { metadataText }),
    ...(isRecord(metadata) && { metadata })
  };
}

/** The draft that an order asks for. Throws `ExportError` with a sentence for the researcher. */
export function draftOf(order: Order, now: Date): Draft {
  const { candidate, notebook, weights, image, crop, kind, threshold, fileName, metadataText, metadata, allowCode } =
    order;
  const { metadataFile } = order;
  const said = [
    ...(metadataFile === undefined ? [] : [metadataFile]),
    ...(metadataText === undefined || metadataFile !== undefined ? [] : [parseMetadata(metadataText)]),
    ...(metadata === undefined ? [] : [metadata])
  ];
  const filled = said.reduce<Draft>(applyMetadata, makeDraft(candidate, notebook, now));
  // What the metadata file may choose is judged in one place.
  const chosen = chooseFrom(filled, {
    ...(kind !== undefined && { output: kind }),
    ...(threshold !== undefined && { threshold })
  });
  const named = fileName === undefined ? chosen : editField(chosen, 'fileName', fileName);
  return {
    ...named,
    ...(weights !== undefined && { weights }),
    ...(image !== undefined && { image }),
    ...(crop !== undefined && { crop }),
    ...(allowCode && { allowCode })
  };
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
