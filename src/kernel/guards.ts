import {
  KernelError,
  NETWORK_IDS,
  OUTPUT_KINDS,
  type CropBox,
  type Detection,
  type ImageChoice,
  type KernelProblem,
  type Method,
  type Prepared,
  type Progress,
  type Result
} from './protocol';
import { isOwnDetection, isPreparedOwn } from './ownGuards';
import { isFile } from './fileGuard';
import type { Guard } from './shape';
import { isFlag, isNumber, isText, listOf, oneOf, orNothing, orNull, recordOf, shape } from './shape';
import { isRecord } from '../tensor/lookup';

const PROBLEMS: readonly KernelProblem[] = [
  'dead',
  'busy',
  'no-framework',
  'no-network',
  'ambiguous',
  'training',
  'bad-folder',
  'bad-model',
  'holds-code',
  'bad-image',
  'image-too-small',
  'image-constant',
  'recipe-disagrees',
  'no-chain',
  'disk',
  'ended',
  'cancelled',
  'internal'
];

const isFact = shape<Detection['candidates'][number]['facts'][string]>({
  value: (value): value is unknown => value !== undefined,
  origin: oneOf('kernel', 'disk', 'notebook', 'catalogue', 'guess', 'user'),
  where: isText
});

const isNetwork = shape<NonNullable<Detection['candidates'][number]['network']>>({
  id: oneOf(...NETWORK_IDS),
  name: isText,
  why: isText
});

const isWeights = shape<Detection['candidates'][number]['weights'][number]>({
  id: isText,
  label: isText,
  path: orNull(isText),
  variable: orNull(isText),
  kind: oneOf('best', 'last', 'kernel', 'other'),
  modified: orNull(isText),
  why: isText
});

const isImageChoice = shape<ImageChoice>({
  path: isText,
  name: isText,
  folder: orNull(isText),
  heldOut: isFlag,
  shape: listOf(isNumber),
  dtype: isText
});

const isCandidate = shape<Detection['candidates'][number]>({
  id: isText,
  network: orNull(isNetwork),
  recognisedBy: orNull(oneOf('kernel', 'asked', 'notebook', 'files')),
  alternatives: listOf(isNetwork),
  modelName: isText,
  folder: orNull(isText),
  takes: orNull(
    shape<NonNullable<Detection['candidates'][number]['takes']>>({ axes: listOf(isText), channels: isNumber })
  ),
  weights: listOf(isWeights),
  facts: recordOf(isFact),
  images: listOf(isImageChoice),
  foreign: orNothing(isFlag),
  notes: listOf(isText)
});

export const isDetection = shape<Detection>({
  candidates: listOf(isCandidate),
  versions: recordOf(isText),
  cwd: isText,
  looked: listOf(isText)
});

const isCrop = shape<CropBox>({
  y: isNumber,
  x: isNumber,
  height: isNumber,
  width: isNumber,
  z: orNothing(isNumber),
  depth: orNothing(isNumber)
});

const tensor = { axes: listOf(isText), shape: listOf(isNumber), dtype: isText };

const isPrepared = shape<Prepared>({
  directory: isText,
  files: listOf(isFile),
  input: shape<Prepared['input']>({ ...tensor, image: isText, crop: isCrop, imageShape: listOf(isNumber) }),
  output: shape<Prepared['output']>({ ...tensor, kind: oneOf(...OUTPUT_KINDS) }),
  recipe: shape<Prepared['recipe']>({
    id: oneOf(...NETWORK_IDS),
    parameters: recordOf(isFact),
    agreement: orNull(shape<NonNullable<Prepared['recipe']['agreement']>>({ function: isText, maxAbsolute: isNumber }))
  }),
  steps: recordOf(isNumber),
  native: shape<Prepared['native']>({
    format: oneOf('keras_v3', 'keras_hdf5'),
    kerasVersion: isText,
    tensorflowVersion: orNull(isText),
    backend: isText,
    freeSizes: isFlag,
    foreign: listOf(isText),
    oneSize: orNothing(isFlag)
  }),
  precision: orNull(
    shape<NonNullable<Prepared['precision']>>({
      computesIn: isText,
      maxAbsolute: isNumber,
      beyondRelative: isNumber,
      mismatchedPerMillion: isNumber
    })
  ),
  config: isRecord,
  notes: listOf(isText)
});

const RESULTS: { readonly [M in Method]: Guard<Result<M>> } = {
  detect: isDetection,
  image: isImageChoice,
  thumbnail: shape<Result<'thumbnail'>>({
    png: isText,
    shape: listOf(isNumber),
    axes: listOf(isText),
    plane: orNull(isNumber),
    suggested: orNull(isCrop),
    grid: orNull(shape<NonNullable<Result<'thumbnail'>['grid']>>({ first: listOf(isNumber), step: listOf(isNumber) }))
  }),
  prepare: isPrepared,
  detectOwn: isOwnDetection,
  prepareOwn: isPreparedOwn,
  tf2onnx: shape<Result<'tf2onnx'>>({ path: isText, size: isNumber, sha256: isText }),
  read: shape<Result<'read'>>({ data: isText, size: isNumber }),
  release: (value): value is Result<'release'> => isRecord(value),
  folder: shape<Result<'folder'>>({ directory: isText }),
  write: shape<Result<'write'>>({ size: isNumber }),
  weights: shape<Result<'weights'>>({
    outputs: listOf(isText),
    framework: isText,
    python: isText,
    seconds: isNumber
  })
};

export function isProgress(value: unknown): value is Progress {
  return isRecord(value) && isText(value.message) && (value.fraction === undefined || isNumber(value.fraction));
}

/** The result in a reply of the Python half. Throws the `KernelError` that it reports, or 'internal' for anything else. */
export function resultOf<M extends Method>(method: M, reply: unknown): Result<M> {
  if (isRecord(reply) && 'error' in reply) {
    throw errorOf(reply.error);
  }
  const guard: Guard<Result<M>> = RESULTS[method];
  if (isRecord(reply) && guard(reply.result)) {
    return reply.result;
  }
  throw new KernelError('internal', `The Python half answered "${method}" with something else than was agreed.`, {
    reply
  });
}

/** The error of the Python half: `{problem, message, data, traceback}`. */
export function errorOf(error: unknown): KernelError {
  if (!isRecord(error) || !isText(error.message)) {
    return new KernelError('internal', 'The Python half failed without saying why.', { error });
  }
  const problem = PROBLEMS.find(known => known === error.problem) ?? 'internal';
  const traceback = isText(error.traceback) && error.traceback ? error.traceback : undefined;
  return new KernelError(problem, error.message, isRecord(error.data) ? error.data : {}, traceback);
}

/** What a cancelled request rejects with. */
export function cancelled(): KernelError {
  return new KernelError('cancelled', 'Cancelled; nothing was left behind.');
}
