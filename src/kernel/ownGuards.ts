import { isRecord } from '../tensor/lookup';
import type { OwnChain, OwnFile, OwnInput, OwnOperation, OwnOutput, OwnWeights, PreparedOwn } from './ownProtocol';
import { isFlag, isNumber, isText, listOf, oneOf, orNull, recordOf, shape } from './shape';

const isOperation = shape<OwnOperation>({ id: isText, kwargs: isRecord });

const tensor = { id: isText, axes: listOf(isText), shape: listOf(isNumber), dtype: isText };

const isInput = shape<OwnInput>({
  ...tensor,
  image: isText,
  sizes: recordOf(shape<OwnInput['sizes'][string]>({ min: isNumber, step: isNumber })),
  preprocessing: listOf(isOperation)
});

const isOutput = shape<OwnOutput>({
  ...tensor,
  sizes: recordOf(
    shape<OwnOutput['sizes'][string]>({ input: isText, axis: isText, scale: isNumber, offset: isNumber })
  ),
  postprocessing: listOf(isOperation),
  inGraph: orNull(isText),
  labels: isFlag
});

const isWeights = shape<OwnWeights>({
  format: oneOf('onnx', 'torchscript', 'pytorch_state_dict', 'keras_v3', 'keras_hdf5'),
  file: isText,
  versions: isRecord,
  architecture: orNull(
    shape<NonNullable<OwnWeights['architecture']>>({ file: isText, callable: isText, kwargs: isRecord })
  )
});

const isChain = shape<OwnChain>({
  words: listOf(isText),
  maxAbsolute: isNumber,
  ofRange: isNumber,
  images: isNumber,
  said: isFlag
});

const isFile = shape<OwnFile>({
  role: oneOf('test_input', 'test_output', 'weights', 'proof_input', 'proof_output', 'attachment'),
  path: isText,
  name: isText,
  size: isNumber,
  sha256: isText
});

export const isPreparedOwn = shape<PreparedOwn>({
  directory: isText,
  files: listOf(isFile),
  framework: isText,
  frameworkVersion: isText,
  architecture: isText,
  parameters: isNumber,
  inputs: listOf(isInput),
  outputs: listOf(isOutput),
  weights: listOf(isWeights),
  proofs: isNumber,
  before: recordOf(isChain),
  after: recordOf(isChain),
  predict: orNull(isText),
  notes: listOf(isText)
});
