import { outputEntry } from '../networks/networkEntry';
import { citeSection, dataSection, unknownSection } from './credits';
import { bullets, markdown, paragraphs } from './escape';
import { bestEpoch } from '../pictures/losses';
import type { Parts } from '../bundle/parts';
import { parametersOf } from '../bundle/parts';
import { FILES } from '../bundle/files';
import { knownOf, remarkSentences } from '../networks/remarks';
import type { AxisPlan } from '../proof/sizes';
import type { TrainingFact } from './training';
import { pixelSize, trainingFacts } from './training';
import { usageSection } from './usage';
import { validationSection } from './validation';
import { VERSION } from '../version';

/**
 * README.md of a bundle: what the network does, what it was trained on and how, how to run it, how well it did, whom to
 * cite, and what is not known. Everything that comes from names, files or the researcher is escaped.
 */
export function writeReadme(parts: Parts): string {
  const { entry, prepared } = parts;
  return (
    [
      [`# ${markdown(parts.draft.fields.name.value)}`, paragraphs(parts.draft.fields.description.value)],
      whatItDoes(parts),
      training(parts),
      usageSection(parts),
      entry.readme?.(prepared.output.kind, parametersOf(prepared)) ?? [],
      otherwise(parts),
      validationSection(parts),
      citeSection(parts.draft),
      unknownSection(parts.draft),
      [`Made with Zooport ${VERSION}. Where each value came from stands in \`rdf.yaml\` under \`config.zooport\`.`]
    ]
      .flat()
      .filter(part => part !== '')
      .join('\n\n') + '\n'
  );
}

function whatItDoes({ entry, prepared, plan, draft }: Parts): string[] {
  const kind = prepared.output.kind;
  const sizes = [...plan].map(([axis, { size }]) =>
    typeof size === 'number' ? `${axis} ${size}` : `${axis} from ${size.min} in steps of ${size.step}`
  );
  return [
    '## What it does',
    bullets(entry.steps(kind, parametersOf(prepared))),
    bullets([
      `Input: ${firstLower(entry.input.description)}. Axes: ${prepared.input.axes.join(', ')}. Sizes in pixels: ${sizes.join(', ')}.`,
      `Output: ${firstLower(outputEntry(entry, kind).description)}. ${outputSize(plan)}`,
      pixelSentence(draft)
    ])
  ];
}

function firstLower(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}

function outputSize(plan: ReadonlyMap<string, AxisPlan>): string {
  const other = [...plan].filter(([, { perPixel }]) => perPixel !== 1);
  if (other.length === 0) {
    return 'Same size as the input.';
  }
  const along = other.map(
    ([axis, { perPixel }]) =>
    perPixel > 1 ? `${perPixel} pixels for each of the input along ${axis}` : `one pixel for ${1 / perPixel} of the input along ${axis}` // prettier-ignore
  );
  return `It has ${along.join(', ')}.`;
}

function pixelSentence({ candidate }: Parts['draft']): string {
  const pixels = pixelSize(candidate);
  if (!pixels) {
    return 'Pixel size of the images: not known.';
  }
  const { z, y, x } = pixels;
  const sizes = z === undefined ? `${y} x ${x}` : `${z} x ${y} x ${x}`;
  return `Pixel size of the images: ${sizes} ${markdown(pixels.unit)} (${z === undefined ? 'y, x' : 'z, y, x'}).`;
}

/** Rows of the training table: what it is called here, and the names of the fact in different notebooks, first one first. */
const TRAINING: readonly (readonly [title: string, ...names: string[]])[] = [
  ['Folder of the training images', 'Training_source'],
  ['Folder of the training targets', 'Training_target'],
  ['Training patches', 'number_of_training_dataset'],
  ['Patch height (pixels)', 'patch_height'],
  ['Patch width (pixels)', 'patch_width'],
  ['Patch size (pixels)', 'train_patch_size', 'training_shape'],
  ['Patch size before down-scaling (pixels)', 'true_patch_size'],
  ['Made smaller along y and x before the network (times)', 'downscaling'],
  ['Kept for validation (%)', 'percentage_validation'],
  ['Kept for validation (part)', 'val_split'],
  ['Epochs', 'number_of_epochs', 'train_epochs'],
  ['Epochs in the loss table', 'epochs_trained'],
  ['Steps per epoch', 'number_of_steps', 'train_steps_per_epoch'],
  ['Batch size', 'batch_size', 'train_batch_size'],
  ['Learning rate at the start', 'initial_learning_rate', 'train_learning_rate'],
  ['Pooling steps', 'pooling_steps', 'unet_n_depth'],
  ['Rays', 'n_rays'],
  ['Grid (input pixels for each of the network)', 'grid'],
  ['Probabilistic', 'probabilistic'],
  ['Patches cut at random', 'random_crop'],
  ['Augmentation', 'Use_Data_augmentation'],
  ['Began with a pretrained network', 'Use_pretrained_model'],
  ['Keras that wrote the weights', 'framework_version'],
  ['TensorFlow', 'tensorflow_version'],
  ['Version of the notebook', 'Notebook_version']
];

function training(parts: Parts): string[] {
  const { draft } = parts;
  const facts = trainingFacts(draft.candidate);
  const rows = TRAINING.flatMap(([title, ...names]) => {
    const name = names.find(one => facts[one]);
    return name === undefined ? [] : [`| ${title} | ${shown(facts[name])} |`];
  });
  const chosen = draft.candidate.weights.find(weights => weights.id === draft.weights);
  return [
    '## What it was trained on',
    dataSection(draft),
    rows.length > 0 ? ['| | |', '| --- | --- |', ...rows].join('\n') : 'The settings of the training are not known.',
    chosen ? `Weights: ${markdown(WEIGHTS[chosen.kind])}.` : '',
    ...losses(parts)
  ];
}

const WEIGHTS = {
  best: 'those with the lowest validation loss',
  last: 'those of the last epoch',
  kernel: 'those that the notebook held in memory, which are those of the last epoch unless it loaded others',
  other: 'from a file of the model folder'
} as const;

function losses({ draft }: Parts): string[] {
  if (!draft.losses) {
    return ['The losses of the training were not found.'];
  }
  const best = bestEpoch(draft.losses);
  const sentence = best
    ? `The validation loss was lowest (${Number(best.loss.toPrecision(4))}) in epoch ${best.epoch} of ${draft.losses.rows.length}. `
    : '';
  return [
    `![Loss over the epochs of the training](${FILES.losses})`,
    `${sentence}The numbers are in [${FILES.lossTable}](${FILES.lossTable}).`
  ];
}

/** Where bundle and notebook part, and where the notebook's training and its prediction do. */
function otherwise({ draft, entry, prepared }: Parts): string[] {
  const known = { ...knownOf(draft.candidate), ...parametersOf(prepared) };
  const sentences = remarkSentences(entry, prepared.output.kind, known);
  return sentences.length > 0 ? ['## What the notebook does otherwise', bullets(sentences)] : [];
}

function shown({ value }: TrainingFact): string {
  if (typeof value === 'boolean') {
    return value ? 'yes' : 'no';
  }
  if (typeof value === 'object') {
    return value.join(' × ');
  }
  return typeof value === 'number' ? String(Number(value.toPrecision(6))) : markdown(value);
}
