import { isRecord } from '../tensor/lookup';
import type {
  OwnChain,
  OwnDetection,
  OwnInput,
  OwnOperation,
  OwnOutput,
  OwnParams,
  OwnWeights,
  PreparedOwn
} from './ownProtocol';
import { isFile } from './fileGuard';
import { isFlag, isNumber, isText, listOf, oneOf, orNothing, orNull, recordOf, shape } from './shape';

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
    shape<NonNullable<OwnWeights['architecture']>>({
      file: orNull(isText),
      module: orNull(isText),
      callable: isText,
      kwargs: isRecord
    })
  )
});

const isChain = shape<OwnChain>({
  words: listOf(isText),
  maxAbsolute: isNumber,
  ofRange: isNumber,
  images: isNumber,
  said: isFlag
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

export const isOwnDetection = shape<OwnDetection>({
  networks: listOf(
    shape<OwnDetection['networks'][number]>({
      variable: isText,
      framework: isText,
      architecture: isText,
      parameters: isNumber,
      inputs: listOf(isText)
    })
  ),
  functions: listOf(
    shape<OwnDetection['functions'][number]>({ name: isText, arguments: listOf(isText), needed: isNumber })
  ),
  arrays: listOf(shape<OwnDetection['arrays'][number]>({ name: isText, shape: listOf(isNumber), dtype: isText }))
});

/** What an order of Python asks for. */
export const isOwnParams = shape<OwnParams>({
  request: orNothing(isText),
  variable: orNothing(isText),
  file: orNothing(isText),
  images: orNothing(listOf(isText)),
  axes: orNothing(listOf(isText)),
  predict: orNothing(isText),
  allowCode: orNothing(isFlag)
});
