import { bullets, markdown } from './escape';
import type { Parts } from '../bundle/parts';
import type { ImageQuality, Score } from './quality';
import { imageQuality, SCORES } from './quality';
import { precisionSentence, smallRangeSentence } from './tolerance';
import type { TrainingFact } from './training';
import { trainingFacts } from './training';

/** How well the network did on held-out images, how far its ONNX form is from the original, and its limits. */
export function validationSection(parts: Parts): string[] {
  const { draft, entry, conversion, prepared } = parts;
  const facts = trainingFacts(draft.candidate);
  const worst = Math.max(...conversion.proof.map(proof => proof.maxAbsolute));
  const added = conversion.added ? ` Behind it the ONNX form has one step more than Keras: ${conversion.added}.` : '';
  return [
    '## Validation',
    means(facts),
    imageTable(imageQuality(draft.candidate)),
    `The ONNX form was held against the network in Keras ${markdown(prepared.native.kerasVersion)} on ${conversion.proof.length} inputs of ` +
      `different shapes, made from the test image; the largest difference was ${worst.toExponential(1)}.${added}`,
    precisionSentence(parts),
    smallRangeSentence(parts),
    '### Limits',
    bullets(entry.limits(prepared.output.kind))
  ];
}

function means(facts: Readonly<Record<string, TrainingFact>>): string {
  const number = (name: string) => {
    const value = facts[name]?.value;
    return typeof value === 'number' ? value : null;
  };
  const sentences = SCORES.flatMap(({ key, title }) => {
    const [mean, input] = [number(`qc_${key}`), number(`qc_${key}_input`)];
    const before = input === null ? '' : `; of the input itself: ${input.toFixed(3)}`;
    return mean === null ? [] : [`${title}, mean: ${mean.toFixed(3)}${before}.`];
  });
  return sentences.length > 0
    ? `The quality control of the notebook compared its results with the truth on images that were kept out of the training. ${sentences.join(' ')}`
    : 'No quality control on held-out images was found for this network: how well it works is not known.';
}

/** One row an image, with the scores that any of them has. */
function imageTable(images: readonly ImageQuality[]): string {
  const columns = SCORES.flatMap(({ key, short }: Score) => [
    [key, short],
    [`${key}_input`, `${short} of the input`]
  ]).filter(([key]) => images.some(({ scores }) => key in scores));
  if (columns.length === 0) {
    return '';
  }
  const row = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [
    row(['Held-out image', ...columns.map(([, title]) => title)]),
    row(['---', ...columns.map(() => '---')]),
    ...images.map(({ name, scores }) => row([markdown(name), ...columns.map(([key]) => scores[key]?.toFixed(3) ?? '')]))
  ].join('\n');
}
