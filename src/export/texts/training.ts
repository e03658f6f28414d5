import type { Candidate, Origin } from '../../kernel/protocol';
import { baseName } from '../draft/naming';
import { isNumbers } from '../networks/parameters';
import { SCORES } from './quality';

/** A fact of the training as it may leave the researcher's machine. */
export interface TrainingFact {
  readonly value: string | number | boolean | readonly number[];
  readonly origin: Origin;
  readonly where: string;
}

/** Facts that go into the bundle, by the notebook's own names. Anything else stays behind. */
const PUBLIC = [
  'number_of_epochs',
  'number_of_steps',
  'batch_size',
  'patch_width',
  'patch_height',
  'pooling_steps',
  'initial_learning_rate',
  'percentage_validation',
  'min_fraction',
  'number_of_training_dataset',
  'epochs_trained',
  'Use_pretrained_model',
  'Use_Data_augmentation',
  'Notebook_version',
  'framework',
  'framework_version',
  'tensorflow_version',
  'average_best_threshold',
  'prob_threshold',
  'nms_threshold',
  'train_epochs',
  'train_steps_per_epoch',
  'train_batch_size',
  'train_learning_rate',
  'train_patch_size',
  'unet_n_depth',
  'n_rays',
  'grid',
  'probabilistic',
  'training_shape',
  'true_patch_size',
  'downscaling',
  'val_split',
  'random_crop',
  ...SCORES.flatMap(({ key }) => [`qc_${key}`, `qc_${key}_input`])
];
/** Of these only the folder's name: the path tells where the researcher's data lies. */
const FOLDERS = ['Training_source', 'Training_target', 'Source_QC_folder', 'Target_QC_folder'];

/** What is known of the training, without any path of the machine that it ran on. */
export function trainingFacts(candidate: Candidate): Readonly<Record<string, TrainingFact>> {
  const facts: Record<string, TrainingFact> = {};
  for (const name of [...PUBLIC, ...FOLDERS]) {
    const fact = candidate.facts[name];
    const value = fact?.value;
    if (fact && isPlain(value) && value !== '') {
      const shown = FOLDERS.includes(name) && typeof value === 'string' ? baseName(value) : value;
      facts[name] = { value: shown, origin: fact.origin, where: withoutPaths(fact.where) };
    }
  }
  return facts;
}

/** Pixel size along each spatial axis with its unit, where an image or the researcher said it. */
export interface PixelSize {
  readonly z?: number;
  readonly y: number;
  readonly x: number;
  readonly unit: string;
}

export function pixelSize(candidate: Candidate): PixelSize | null {
  const value = candidate.facts.pixel_size?.value;
  if (typeof value !== 'object' || value === null) {
    return null;
  }
  const axes = value as Readonly<Record<string, unknown>>;
  const [z, y, x] = [measure(axes.z), measure(axes.y), measure(axes.x)];
  if (!y || !x || y.unit !== x.unit) {
    return null;
  }
  return { ...(z && z.unit === y.unit && { z: z.value }), y: y.value, x: x.value, unit: y.unit };
}

function measure(value: unknown): { value: number; unit: string } | null {
  if (typeof value !== 'object' || value === null || !('value' in value) || !('unit' in value)) {
    return null;
  }
  const { value: size, unit } = value;
  return typeof size === 'number' && size > 0 && typeof unit === 'string' ? { value: size, unit } : null;
}

/** A place may be told with a whole path, whose last part is enough. Names with spaces are part of it: it ends the text. */
export function withoutPaths(text: string): string {
  const start = text.search(/(?:^|(?<=[\s"'(]))(?:[A-Za-z]:[\\/]|[\\/~])/);
  return start < 0 ? text : text.slice(0, start) + baseName(text.slice(start));
}

function isPlain(value: unknown): value is TrainingFact['value'] {
  return (
    typeof value === 'string' ||
    typeof value === 'boolean' ||
    (typeof value === 'number' && Number.isFinite(value)) ||
    isNumbers(value)
  );
}
