/**
 * What is said of a network that is in no catalogue: the researcher's own, of PyTorch or Keras (`zooport/kernel/own`).
 * A twin of `zooport/kernel/own_protocol.py`.
 */
import type { PreparedFile } from './preparedFile';

/** Where the network, the images and the function to predict with are: objects of a call, or names and paths. */
export interface OwnParams {
  /** A call of `zooport.export`, whose objects the Python half keeps under this name. */
  readonly request?: string;
  /** Name of the kernel's variable that holds the network; else the path of its file. */
  readonly variable?: string;
  readonly file?: string;
  /** Paths of images, or names of the kernel's arrays; one for each input. */
  readonly images?: readonly string[];
  /** One letter per axis of each image, for instance "yx". */
  readonly axes?: readonly string[];
  /** Name of the kernel's function to predict with. */
  readonly predict?: string;
  readonly allowCode?: boolean;
}

/** A network of one's own that the kernel holds. */
export interface OwnNetworkChoice {
  readonly variable: string;
  /** "PyTorch" or "Keras". */
  readonly framework: string;
  /** Name of its class. */
  readonly architecture: string;
  readonly parameters: number;
  /** Names of what it has to be given, an image each; at least one. */
  readonly inputs: readonly string[];
}

/** A function of the kernel that may be what the researcher predicts with. */
export interface OwnFunctionChoice {
  readonly name: string;
  /** Names of what it takes by position. */
  readonly arguments: readonly string[];
  /** How many of them have to be given. One that takes one alone is given several images as a list. */
  readonly needed: number;
}

/** An array of the kernel that may be an image. */
export interface OwnArrayChoice {
  readonly name: string;
  readonly shape: readonly number[];
  readonly dtype: string;
}

/** What the kernel holds that an export of one's own network can be made from; nothing of it was run. */
export interface OwnDetection {
  /** The one that was made last comes first; parts of others are left out. */
  readonly networks: readonly OwnNetworkChoice[];
  /** Those that name a network in their text first. */
  readonly functions: readonly OwnFunctionChoice[];
  readonly arrays: readonly OwnArrayChoice[];
}

/** One operation in the model description's own words. Axes in it are ids. */
export interface OwnOperation {
  readonly id: string;
  readonly kwargs: Readonly<Record<string, unknown>>;
}

/** A size that an axis of an input can have: `min + n * step`. */
export interface OwnFreeSize {
  readonly min: number;
  readonly step: number;
}

/** Size of an output's axis: `scale` times the size of an input's axis, plus `offset`. */
export interface OwnFollowedSize {
  readonly input: string;
  readonly axis: string;
  readonly scale: number;
  readonly offset: number;
}

export interface OwnInput {
  /** Id in the description. */
  readonly id: string;
  /** Ids in the network's own order: batch, channel, time, z, y, x. */
  readonly axes: readonly string[];
  /** Of the test tensor. */
  readonly shape: readonly number[];
  readonly dtype: string;
  /** What the test image is called: the name of its file, or of an array. */
  readonly image: string;
  /** By axis; an axis that is not here has the size of the test tensor and no other. */
  readonly sizes: Readonly<Record<string, OwnFreeSize>>;
  readonly preprocessing: readonly OwnOperation[];
}

export interface OwnOutput {
  readonly id: string;
  readonly axes: readonly string[];
  readonly shape: readonly number[];
  readonly dtype: string;
  /** By axis; an axis that is not here has the size of the test tensor and no other. */
  readonly sizes: Readonly<Record<string, OwnFollowedSize>>;
  readonly postprocessing: readonly OwnOperation[];
  /** What was made a last step of the network itself, in words; null for most. */
  readonly inGraph: string | null;
  /** Whether the values are numbers of objects. */
  readonly labels: boolean;
}

/** One file of weights; the first is the one that others were made from. */
export interface OwnWeights {
  readonly format: 'onnx' | 'torchscript' | 'pytorch_state_dict' | 'keras_v3' | 'keras_hdf5';
  /** Name among the files of the role `weights`. */
  readonly file: string;
  /** What a reader needs, under the description's own names: opset_version, pytorch_version, keras_version ... */
  readonly versions: Readonly<Record<string, unknown>>;
  /** For weights that need the network's code. */
  readonly architecture: OwnArchitecture | null;
}

/** What makes the network, and with which arguments. */
export interface OwnArchitecture {
  /** Name of a file of the role `attachment`; null where a package has the code. */
  readonly file: string | null;
  /** The package's module that has it, for instance "monai.networks.nets". */
  readonly module: string | null;
  readonly callable: string;
  readonly kwargs: Readonly<Record<string, unknown>>;
}

/** How the operations before or after the network were found. */
export interface OwnChain {
  /** One sentence for each operation; none where the values go through as they are. */
  readonly words: readonly string[];
  /** Largest difference to what was caught, and of its range, over all images that were tried. */
  readonly maxAbsolute: number;
  readonly ofRange: number;
  /** Images, or parts of one, on which it was held against the function. */
  readonly images: number;
  /** True where the researcher said the operations, or there is no function to predict with. */
  readonly said: boolean;
}

/**
 * Test tensors, weights and proofs of a network of one's own.
 *
 * Files: roles `test_input` and `test_output` in the order of inputs and outputs (`test_input_0.npy`), `weights`,
 * `attachment`, `proof_input` and `proof_output` (`proof_input_1_0.npy`: second shape, first input), each as the network
 * itself takes and gives it in float32.
 */
export interface PreparedOwn {
  readonly directory: string;
  readonly files: readonly PreparedFile[];
  /** "PyTorch" or "Keras", with its version. */
  readonly framework: string;
  readonly frameworkVersion: string;
  /** Name of its class. */
  readonly architecture: string;
  readonly parameters: number;
  readonly inputs: readonly OwnInput[];
  readonly outputs: readonly OwnOutput[];
  /** ONNX is absent for Keras: it is converted from the weights. */
  readonly weights: readonly OwnWeights[];
  /** How many shapes the proofs have. */
  readonly proofs: number;
  /** By input id and output id. */
  readonly before: Readonly<Record<string, OwnChain>>;
  readonly after: Readonly<Record<string, OwnChain>>;
  /** Name of the function to predict with; null where the network alone is exported. */
  readonly predict: string | null;
  /** Sentences that the researcher should read. */
  readonly notes: readonly string[];
}
