import { outputEntry } from './catalogue';
import { citeSection, dataSection, unknownSection } from './credits';
import { markdown, paragraphs } from './escape';
import { bestEpoch } from './losses';
import type { Parts } from './parts';
import { FILES, parametersOf } from './parts';
import type { TrainingFact } from './training';
import { imageQuality, pixelSize, trainingFacts } from './training';
import { VERSION } from './version';

/**
 * README.md of a bundle: what the network does, what it was trained on and how, how to run it, how well it did, whom to
 * cite, and what is not known. Everything that comes from names, files or the researcher is escaped.
 */
export function writeReadme(parts: Parts): string {
  return (
    [
      [`# ${markdown(parts.draft.fields.name.value)}`, paragraphs(parts.draft.fields.description.value)],
      whatItDoes(parts),
      training(parts),
      usage(parts),
      validation(parts),
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
  const sizes = (['y', 'x'] as const).map(axis => {
    const { size } = plan[axis];
    return typeof size === 'number' ? `${axis} ${size}` : `${axis} from ${size.min} in steps of ${size.step}`;
  });
  const pixels = pixelSize(draft.candidate);
  return [
    '## What it does',
    bullets(entry.steps(kind, parametersOf(prepared))),
    bullets([
      `Input: ${entry.input.description.toLowerCase()}. Axes: ${prepared.input.axes.join(', ')}. Sizes in pixels: ${sizes.join(', ')}.`,
      `Output: ${outputEntry(entry, kind).description.toLowerCase()}. Same size as the input.`,
      pixels
        ? `Pixel size of the images: ${pixels.y} x ${pixels.x} ${markdown(pixels.unit)} (y, x).`
        : 'Pixel size of the images: not known.'
    ])
  ];
}

/** Rows of the training table: the fact's own name and what it is called here. */
const TRAINING: readonly (readonly [string, string])[] = [
  ['Training_source', 'Folder of the training images'],
  ['Training_target', 'Folder of the training masks'],
  ['number_of_training_dataset', 'Training patches'],
  ['patch_height', 'Patch height (pixels)'],
  ['patch_width', 'Patch width (pixels)'],
  ['percentage_validation', 'Kept for validation (%)'],
  ['number_of_epochs', 'Epochs'],
  ['epochs_trained', 'Epochs in the loss table'],
  ['number_of_steps', 'Steps per epoch'],
  ['batch_size', 'Batch size'],
  ['initial_learning_rate', 'Learning rate at the start'],
  ['pooling_steps', 'Pooling steps'],
  ['Use_Data_augmentation', 'Augmentation'],
  ['Use_pretrained_model', 'Began with a pretrained network'],
  ['framework_version', 'Keras that wrote the weights'],
  ['tensorflow_version', 'TensorFlow'],
  ['Notebook_version', 'Version of the notebook']
];

function training(parts: Parts): string[] {
  const { draft } = parts;
  const facts = trainingFacts(draft.candidate);
  const rows = TRAINING.flatMap(([name, title]) => (facts[name] ? [`| ${title} | ${shown(facts[name])} |`] : []));
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

function usage({ draft, prepared, native, entry }: Parts): string[] {
  const kind = prepared.output.kind;
  const file = markdown(draft.fileName.value);
  const level = parametersOf(prepared).threshold ?? draft.threshold.value;
  const cut =
    kind === 'probability' && typeof level === 'number'
      ? [
          `A mask: pixels above ${((Math.floor(level) + 0.5) / 255).toFixed(4)} are foreground. This is the threshold T = ` +
            `${Number(level.toFixed(2))} of the notebook's scale of 0 to 255, as (T + 0.5) / 255 (${origin(draft.threshold)}).`
        ]
      : [];
  return [
    '## How to use it',
    bullets([
      `Fiji: deepImageJ, "DeepImageJ Install" from the file ${file}, then "DeepImageJ Run" on an open image. It runs \`${FILES.onnx}\`.`,
      `Python: \`pip install "bioimageio.core[onnx]" "pydantic<2.14"\`, then \`bioimageio test ${commandName(draft.fileName.value)}\` or \`bioimageio predict\`.`,
      `ilastik: the Neural Network workflow takes the file ${file}.`,
      native
        ? `Keras: \`${native.file.name}\` is the same network for further training; it takes images that were scaled as described above.`
        : `Only the ONNX form of the network is in this bundle.`,
      ...cut
    ]),
    `The test images are \`${FILES.sampleInput}\` and \`${FILES.sampleOutput}\` (for Fiji) and \`${FILES.testInput}\` and ` +
      `\`${FILES.testOutput}\` (for the automatic test). The output was made by the ${entry.name} network in Keras ` +
      `${markdown(prepared.native.kerasVersion)}, before any conversion.`
  ];
}

function origin(threshold: Parts['draft']['threshold']): string {
  switch (threshold.origin) {
    case 'user':
      return 'chosen by the maker of this bundle';
    case 'kernel':
    case 'disk':
      return 'the average of the best thresholds of the quality control';
    case 'notebook':
      return "from the notebook's form";
    default:
      return "the notebook's usual one, not optimised on these data";
  }
}

/** A name that a shell takes as it is, or a placeholder: text of the researcher is no command. */
function commandName(name: string): string {
  return /^[A-Za-z0-9][A-Za-z0-9._-]*$/.test(name) ? name : 'BUNDLE.bioimageio.zip';
}

function validation({ draft, entry, conversion, prepared }: Parts): string[] {
  const facts = trainingFacts(draft.candidate);
  const images = imageQuality(draft.candidate);
  const table = [
    '| Held-out image | IoU |',
    '| --- | --- |',
    ...images.map(({ name, iou }) => `| ${markdown(name)} | ${iou.toFixed(3)} |`)
  ];
  const mean = facts.qc_iou?.value;
  const worst = Math.max(...conversion.proof.map(proof => proof.maxAbsolute));
  return [
    '## Validation',
    typeof mean === 'number'
      ? `The quality control of the notebook compared masks with the truth on images that were kept out of the training. Intersection over union (IoU; 1 is perfect), mean: ${mean.toFixed(3)}.`
      : 'No quality control on held-out images was found for this network: how well it works is not known.',
    images.length > 0 ? table.join('\n') : '',
    `The ONNX form was held against the network in Keras ${markdown(prepared.native.kerasVersion)} on ${conversion.proof.length} inputs of ` +
      `different shapes, made from the test image; the largest difference was ${worst.toExponential(1)}.`,
    '### Limits',
    bullets(entry.limits)
  ];
}

function shown(fact: TrainingFact): string {
  const { value } = fact;
  if (typeof value === 'boolean') {
    return value ? 'yes' : 'no';
  }
  return typeof value === 'number' ? String(Number(value.toPrecision(6))) : markdown(value);
}

function bullets(lines: readonly string[]): string {
  return lines.map(line => `- ${line}`).join('\n');
}
