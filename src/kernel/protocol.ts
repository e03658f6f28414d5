/**
 * What is said between the TypeScript side and the Python half (`zooport/kernel`), free of any transport.
 * Requests and results are JSON; large data goes through files that the Python half writes into a folder of its own.
 */
import type { OwnDetection, OwnParams, PreparedOwn } from './ownProtocol';
import type { PreparedFile } from './preparedFile';
import type { WeightsJob, WeightsRun } from './weightsProtocol';

/** Where a value came from; shown beside each field and written into `config.zooport`. */
export type Origin = 'kernel' | 'disk' | 'notebook' | 'catalogue' | 'guess' | 'user';

/** A known value with where it came from. `where` names it: a variable, a file, a form field. */
export interface Fact<T = unknown> {
  readonly value: T;
  readonly origin: Origin;
  readonly where: string;
}

/** What the notebook's own text says (read on the TypeScript side); paths are as the notebook writes them. */
export interface NotebookFacts {
  /** Path of the notebook's folder as the kernel sees it, where known. */
  readonly folder?: string;
  /** Top-level `Network = '…'`. */
  readonly network?: string;
  readonly version?: string;
  /** `#@param` values by variable name. */
  readonly params: Readonly<Record<string, string | number | boolean | null>>;
}

/** Networks that have a recipe. */
export const NETWORK_IDS = [
  'unet_2d',
  'unet_2d_multilabel',
  'unet_3d',
  'stardist_2d',
  'deep_storm',
  'care_2d',
  'care_3d',
  'n2v_2d',
  'n2v_3d'
] as const;
export type NetworkId = (typeof NETWORK_IDS)[number];

/**
 * What a bundle can give. `probability`, `mask`: foreground; `probabilities`, `classes`: one channel a class, or its
 * number; `labels`: objects; `raw`: StarDist's probability and distances; `density`: Deep-STORM's map; `restored`: CARE's
 * normalised image; `denoised`: Noise2Void's image.
 */
export const OUTPUT_KINDS = [
  'probability',
  'mask',
  'probabilities',
  'classes',
  'labels',
  'raw',
  'density',
  'restored',
  'denoised'
] as const;
export type OutputKind = (typeof OUTPUT_KINDS)[number];

export interface NetworkChoice {
  readonly id: NetworkId;
  /** The notebook's own `Network` string, for instance "U-Net (2D)". */
  readonly name: string;
  /** Why it may be this one, in a sentence. */
  readonly why: string;
}

/** One set of weights that can be exported. */
export interface WeightsChoice {
  /** Stable for as long as the kernel lives and the file stays. */
  readonly id: string;
  readonly label: string;
  /** Absolute path of the trained file; null for a network that is only alive in the kernel. */
  readonly path: string | null;
  /** Name of the kernel's variable, where it is alive. */
  readonly variable: string | null;
  readonly kind: 'best' | 'last' | 'kernel' | 'other';
  /** ISO 8601 time of the file. */
  readonly modified: string | null;
  /** Why it is, or is not, the default: "the notebook predicts with weights_best". */
  readonly why: string;
}

/** An image that may become the test input. */
export interface ImageChoice {
  /** Absolute path. */
  readonly path: string;
  readonly name: string;
  /** Name of the notebook's folder variable it lies in, for instance "Source_QC_folder"; null if chosen by hand. */
  readonly folder: string | null;
  readonly heldOut: boolean;
  /** As the notebook reads it, in the order of `Takes.axes`: rows, columns (and planes before, or channels behind). */
  readonly shape: readonly number[];
  readonly dtype: string;
}

/** What an image must have for a network, as its files say. */
export interface Takes {
  /** Axes of an image in a file: y, x; or z, y, x; with `channel` behind where there are several. */
  readonly axes: readonly string[];
  readonly channels: number;
}

export interface Losses {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly number[])[];
}

/** A trained network that can be exported, and everything known about it. */
export interface Candidate {
  readonly id: string;
  /** Null where several networks fit: then `alternatives` has them and the user is asked. */
  readonly network: NetworkChoice | null;
  readonly recognisedBy: 'kernel' | 'asked' | 'notebook' | 'files' | null;
  readonly alternatives: readonly NetworkChoice[];
  readonly modelName: string;
  /** Absolute path of `model_path/model_name`; null if it is only alive in the kernel. */
  readonly folder: string | null;
  /** Null where the network is not known yet. */
  readonly takes: Takes | null;
  /** Default first. */
  readonly weights: readonly WeightsChoice[];
  /**
   * Known facts by the notebook's own names: number_of_epochs, batch_size, patch_width, patch_height, pooling_steps,
   * initial_learning_rate, percentage_validation, Training_source, Training_target, Source_QC_folder,
   * Notebook_version, average_best_threshold, qc_iou (mean), framework (e.g. "keras"), framework_version,
   * tensorflow_version, losses (`Losses`), pixel_size ({value, unit} per axis) ...
   */
  readonly facts: Readonly<Record<string, Fact>>;
  /** Best first: held-out ones, then training images. */
  readonly images: readonly ImageChoice[];
  /** True where the notebook's text and the kernel's variables are about another training than this network's. */
  readonly foreign?: boolean;
  /** Sentences the researcher should read: training still runs, kernel newer than disk ... */
  readonly notes: readonly string[];
}

export interface Detection {
  readonly candidates: readonly Candidate[];
  /** Python and framework versions of the kernel: python, numpy, tensorflow, keras, tf2onnx (present or not). */
  readonly versions: Readonly<Record<string, string>>;
  /** The kernel's working folder. */
  readonly cwd: string;
  /** Where nothing was found: what was looked for and where, in sentences. */
  readonly looked: readonly string[];
}

/** Part of an image in pixels; `z` and `depth` where it is a volume (all planes where they are absent). */
export interface CropBox {
  readonly y: number;
  readonly x: number;
  readonly height: number;
  readonly width: number;
  readonly z?: number;
  readonly depth?: number;
}

export interface PreparedTensor {
  /** Ids in the network's own order: batch, then y, x (or z, y, x; U-Net (3D): y, x, z), then channel. */
  readonly axes: readonly string[];
  readonly shape: readonly number[];
  readonly dtype: string;
}

/** A network's own output for the test image beside what its layers give in float32, as the ONNX form computes. */
export interface Precision {
  /** The coarsest type of its layers: `float16`, `bfloat16` or `float64`. */
  readonly computesIn: string;
  readonly maxAbsolute: number;
  /** The largest difference beyond a hundredth of the value. */
  readonly beyondRelative: number;
  /** Values further apart than the zoo tolerates where a description says nothing. */
  readonly mismatchedPerMillion: number;
}

/** Test tensors and weights made by the network in its own framework with the recipe. */
export interface Prepared {
  /** Folder of the Python half that holds the files until `release`. */
  readonly directory: string;
  readonly files: readonly PreparedFile[];
  readonly input: PreparedTensor & {
    readonly image: string;
    readonly crop: CropBox;
    readonly imageShape: readonly number[];
  };
  readonly output: PreparedTensor & { readonly kind: OutputKind };
  readonly recipe: {
    readonly id: NetworkId;
    /** Parameters with where each came from, e.g. pmin, pmax, eps, threshold, tile. */
    readonly parameters: Readonly<Record<string, Fact>>;
    /** The notebook's own function in the kernel, compared with the recipe; null where it was not there. */
    readonly agreement: { readonly function: string; readonly maxAbsolute: number } | null;
  };
  /** Sizes along each spatial axis must be multiples of these (from the network's layers). */
  readonly steps: Readonly<Record<string, number>>;
  /** The weights saved anew: which key of the model description, and the versions it asks for. */
  readonly native: {
    readonly format: 'keras_v3' | 'keras_hdf5';
    readonly kerasVersion: string;
    readonly tensorflowVersion: string | null;
    readonly backend: string;
    /** False where the network could not be rebuilt with free sizes; then `shape` is fixed. */
    readonly freeSizes: boolean;
    /** Layers and activations that only the notebook defines: readers of the bundle cannot load these weights. */
    readonly foreign: readonly string[];
    /** Its framework fails at a second size, though its layers take every size. */
    readonly oneSize?: boolean;
  };
  /** Where the network computes in another number type than float32: how far its float32 twin is from it. */
  readonly precision: Precision | null;
  /** What else the description's `config` must say for a program to run it, e.g. `stardist`; empty for most. */
  readonly config: Readonly<Record<string, unknown>>;
  readonly notes: readonly string[];
}

/** Every method with its parameters and its result. */
export interface Methods {
  /** Finds trained networks, in the kernel and on disk. Imports no framework, reads no large file. */
  detect: {
    params: { folder?: string; network?: string; notebook?: NotebookFacts };
    result: Detection;
  };
  /** Facts about one image file, as the notebook would read it. A relative `path` starts at `folder`, the notebook's. */
  image: {
    params: { path: string; folder?: string; network?: NetworkId; channels?: number };
    result: ImageChoice;
  };
  /**
   * A small preview for choosing image and crop: PNG in base64, at most `size` pixels on the long side. Of a volume one
   * plane, the middle one unless `plane` says another. `axes` name the sizes of `shape`.
   */
  thumbnail: {
    params: {
      path: string;
      size?: number;
      network?: NetworkId;
      channels?: number;
      plane?: number;
      /** The network and its weights, whose files tell the grid that a crop begins on. */
      candidate?: Candidate;
      weights?: string;
      /**
       * Letters of an image for a network of one's own; "" where nobody has said them. Then the image is read as it
       * stands, `path` may be the name of an array of the kernel, and the `axes` of the result are letters as well: those
       * that were said, else the file's own or the likeliest.
       */
      axes?: string;
    };
    result: {
      png: string;
      shape: readonly number[];
      axes: readonly string[];
      plane: number | null;
      suggested: CropBox | null;
      /** Along the spatial axes: where a crop may begin, and of what its size is a multiple; null where no file tells. */
      grid: { readonly first: readonly number[]; readonly step: readonly number[] } | null;
    };
  };
  /** Loads the network, predicts with the recipe, saves the weights anew. Long: reports progress. */
  prepare: {
    params: {
      candidate: Candidate;
      weights?: string;
      image?: string;
      crop?: CropBox;
      output?: OutputKind;
      /** On the notebook's scale of 0..255; only for `mask`. */
      threshold?: number;
      /** The researcher has said that code which the network's file holds may run ('holds-code' is refused without). */
      allowCode?: boolean;
    };
    result: Prepared;
  };
  /** Networks of one's own in the kernel, and what they can be exported with. Imports no framework, runs nothing. */
  detectOwn: { params: Record<string, never>; result: OwnDetection };
  /**
   * The same as `prepare` for a network of one's own: finds the operations before and after it, runs it at other sizes, saves its
   * weights. Long: reports progress.
   */
  prepareOwn: { params: OwnParams; result: PreparedOwn };
  /** tf2onnx in the kernel, for a layer that our converter does not know. Writes one ONNX file, opset at most 17. */
  tf2onnx: {
    params: { directory: string; allowCode?: boolean };
    result: { path: string; size: number; sha256: string };
  };
  /** A part of a file that the Python half may show (its own folder): base64. */
  read: { params: { path: string; offset: number; length: number }; result: { data: string; size: number } };
  /** Removes the folder of a `prepare` or of `folder`. */
  release: { params: { directory: string }; result: Record<string, never> };
  /** A new folder of the Python half for what is sent into it. */
  folder: { params: Record<string, never>; result: { directory: string } };
  /** Adds a part (base64) to a file in such a folder; its size then. */
  write: { params: { directory: string; name: string; data: string }; result: { size: number } };
  /** Runs one set of weights of a bundle in a process of its own. Long: reports progress. */
  weights: { params: WeightsJob; result: WeightsRun };
}

export type Method = keyof Methods;
export type Params<M extends Method> = Methods[M]['params'];
export type Result<M extends Method> = Methods[M]['result'];

export interface Progress {
  /** A short sentence: "Running the network in TensorFlow". */
  readonly message: string;
  /** 0..1 where known. */
  readonly fraction?: number;
}

/** How the TypeScript side reaches the Python half: a JupyterLab kernel, a Python process of the command line, a test. */
export interface KernelTransport {
  request<M extends Method>(
    method: M,
    params: Params<M>,
    on?: { progress?(progress: Progress): void; signal?: AbortSignal }
  ): Promise<Result<M>>;
  /** The bytes of a file in the Python half's own folder. */
  fetchFile(path: string, signal?: AbortSignal): Promise<ReadableStream<Uint8Array>>;
}

export type KernelProblem =
  | 'dead'
  | 'busy'
  | 'no-framework'
  | 'no-network'
  | 'ambiguous'
  | 'training'
  | 'bad-folder'
  | 'bad-model'
  | 'holds-code'
  | 'bad-image'
  | 'image-too-small'
  | 'image-constant'
  | 'recipe-disagrees'
  | 'no-chain'
  | 'disk'
  /** The process of a network was ended: time, memory, or a crash. */
  | 'ended'
  | 'cancelled'
  | 'internal';

/** The Python half could not do it. `message` says what, where and how to mend it; `data` carries candidates and paths. */
export class KernelError extends Error {
  constructor(
    readonly problem: KernelProblem,
    message: string,
    readonly data: Readonly<Record<string, unknown>> = {},
    /** The Python traceback, for the details fold-out and the log; never the message. */
    readonly traceback?: string
  ) {
    super(message);
    this.name = 'KernelError';
  }
}
