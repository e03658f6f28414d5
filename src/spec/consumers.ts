import { deepimagejTexts } from './texts/deepimagej';
import { ilastikTexts } from './texts/ilastik';
import { qupathTexts } from './texts/qupath';

/** What is said of a program that may run a bundle. */
interface ConsumerEntry {
  /** As a line of the report begins. */
  readonly name: string;
  /** As the one whose rule a finding is. */
  readonly maker: string;
  /** Whose rules of which version speak, and where nobody has tried them: completes “judged by …”. */
  readonly judgedBy: string;
  /** The weights formats that it can open, the one that it prefers first where it has a preference. */
  readonly reads: readonly string[];
  /** The sentences of its findings; none where its rules are the zoo's own. */
  readonly texts: Readonly<Record<string, string>>;
}

/**
 * Every program that may run a bundle, in the order of the report. Whatever enumerates programs derives from this list;
 * their rules stand in `preview/readiness/consumers.ts`, so that views which only name them need not load any.
 */
export const consumers = {
  python: {
    name: 'Python (bioimageio.core)',
    maker: 'bioimageio.core',
    judgedBy: 'the zoo’s own rules',
    reads: ['onnx', 'torchscript', 'pytorch_state_dict', 'keras_v3', 'keras_hdf5', 'tensorflow_saved_model_bundle'],
    texts: {}
  },
  deepimagej: {
    name: 'Fiji (deepImageJ)',
    maker: 'deepImageJ',
    judgedBy: 'the rules of deepImageJ 3.1, not run in Fiji',
    reads: ['onnx', 'torchscript', 'tensorflow_saved_model_bundle'],
    texts: deepimagejTexts
  },
  ilastik: {
    name: 'ilastik',
    maker: 'ilastik',
    judgedBy: 'the rules of ilastik 1.4.2, not run in ilastik',
    // ilastik/applets/neuralNetwork/bioimageiodl.py (BIOIMAGEIO_WEIGHTS_PRIORITY): the first one there is handed on alone.
    reads: ['torchscript', 'pytorch_state_dict'],
    texts: ilastikTexts
  },
  qupath: {
    name: 'QuPath',
    maker: 'QuPath',
    judgedBy: 'the rules of QuPath’s Bioimage Model Zoo extension, not run in QuPath',
    // BioimageIoTools.java (buildDnnModel): what it has a framework for, in its order.
    reads: ['torchscript', 'tensorflow_saved_model_bundle', 'onnx'],
    texts: qupathTexts
  }
} as const satisfies Readonly<Record<string, ConsumerEntry>>;

export type ConsumerId = keyof typeof consumers;

/** Those with rules of their own. What Python refuses are findings of the zoo: one library says both. */
export type JudgedId = Exclude<ConsumerId, 'python'>;

/** Codes of the findings of all programs. */
export type ConsumerCode = { [Id in ConsumerId]: keyof (typeof consumers)[Id]['texts'] }[ConsumerId];

export const consumerIds = Object.keys(consumers) as readonly ConsumerId[];

export function isJudged(id: ConsumerId): id is JudgedId {
  return id !== 'python';
}

/** In words, whose rule a finding is. */
export function makerOf(by: 'zoo' | 'zooport' | JudgedId): string {
  return by === 'zoo' ? 'the zoo' : by === 'zooport' ? 'Zooport' : consumers[by].maker;
}
