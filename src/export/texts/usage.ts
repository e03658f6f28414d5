import { bullets, markdown } from './escape';
import type { Parts } from '../bundle/parts';
import { parametersOf } from '../bundle/parts';
import { FILES } from '../bundle/files';

/** How to run the bundle: Fiji, Python, Keras, and what its files are. */
export function usageSection(parts: Parts): string[] {
  const { draft, prepared, native, entry } = parts;
  const file = markdown(draft.fileName.value);
  return [
    '## How to use it',
    bullets([
      fiji(parts, file),
      python(parts),
      native
        ? `Keras: \`${native.file.name}\` is the same network for further training; it takes images that were scaled as described above.`
        : `Only the ONNX form of the network is in this bundle.`,
      ...attached(parts),
      ...mask(parts)
    ]),
    `The test images are \`${FILES.sampleInput}\` and \`${FILES.sampleOutput}\` (for Fiji) and \`${FILES.testInput}\` and ` +
      `\`${FILES.testOutput}\` (for the automatic test). The output was made by the ${entry.name} network in Keras ` +
      `${markdown(prepared.native.kerasVersion)}, before any conversion.`,
    testPart(parts)
  ];
}

/** What the test images are of the researcher's image, and what cutting them out changes. */
function testPart({ prepared, entry }: Parts): string {
  const { crop, imageShape } = prepared.input;
  const withChannels = 'depth' in crop ? 4 : 3;
  const whole = imageShape.length === withChannels ? imageShape.slice(0, -1) : imageShape;
  const [at, part] =
    crop.depth === undefined
      ? [[crop.y, crop.x], [crop.height, crop.width]] // prettier-ignore
      : [[crop.z ?? 0, crop.y, crop.x], [crop.depth, crop.height, crop.width]]; // prettier-ignore
  if (part.every((size, axis) => size === whole[axis])) {
    return '';
  }
  const used = parametersOf(prepared);
  const scaled =
    'pmin' in used
      ? 'Its percentiles are those of the part, not of the whole image, so that values differ by what these differ.'
      : 'means' in used // Noise2Void's are those of the training
        ? ''
        : 'Its smallest and largest value are those of the part, so that values differ by what these differ.';
  const seams =
    'tile' in used
      ? `The notebook for ${entry.name} pastes tiles together and leaves seams where they meet; the test output is of one piece and has none.`
      : '';
  return [
    `The test images are a part of a larger one (${whole.join(' x ')} pixels): ${part.join(' x ')} pixels from ${at.join(', ')} on.`,
    'The part begins where the steps of the network begin in the whole image, so that the network gives the same inside; near the border of the part it does not see what lies around.',
    scaled,
    seams
  ]
    .filter(sentence => sentence !== '')
    .join(' ');
}

/** How to install and run a bundle in Fiji; `file` is escaped already. */
export function inFiji(file: string): string {
  return `Fiji: deepImageJ, "DeepImageJ Install" from the file ${file}, then "DeepImageJ Run" on an open image.`;
}

function fiji({ prepared }: Parts, file: string): string {
  const install = inFiji(file);
  return 'stardist' in prepared.config
    ? `${install} It asks to install a Python of its own and runs StarDist there, with the attached weights and thresholds. Say yes: without it there is an error and no result.`
    : `${install} It runs \`${FILES.onnx}\`.`;
}

function python({ draft, prepared }: Parts): string {
  return inPython(draft.fileName.value, prepared.output.kind === 'labels' ? ' stardist' : '');
}

/** How to test and run a bundle of this name in Python. `extra`: further packages, each after a space. */
export function inPython(fileName: string, extra = ''): string {
  return `Python: \`pip install "bioimageio.core[onnx]" "pydantic<2.14"${extra}\`, then \`bioimageio test ${commandName(fileName)}\` or \`bioimageio predict\`.`;
}

/** The files as training left them, for programs that go by them. */
function attached({ prepared }: Parts): string[] {
  const names = prepared.files.filter(({ role }) => role === 'attachment').map(({ name }) => `\`${markdown(name)}\``);
  return names.length > 0 ? [`As training left them: ${names.join(', ')}.`] : [];
}

/** How to make a mask of probabilities as the notebook does. */
function mask({ draft, prepared, entry }: Parts): string[] {
  const used = parametersOf(prepared).threshold ?? draft.threshold?.value;
  if (prepared.output.kind !== 'probability' || !entry.threshold || typeof used !== 'number' || !draft.threshold) {
    return [];
  }
  const level = entry.threshold.level(used);
  const told = `T = ${Number(used.toFixed(2))}`;
  const from = origin(draft.threshold);
  return level === null
    ? [`A mask as the notebook makes it: stretch the probabilities of the volume, so that the smallest becomes 0 and the largest 255; what is above ${told} is foreground (${from}).`] // prettier-ignore
    : [`A mask: pixels above ${level.toFixed(4)} are foreground. This is the threshold ${told} of the notebook's scale of 0 to 255, as (T + 0.5) / 255 (${from}).`]; // prettier-ignore
}

function origin(threshold: NonNullable<Parts['draft']['threshold']>): string {
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
export function commandName(name: string): string {
  return /^[A-Za-z0-9][A-Za-z0-9._-]*$/.test(name) ? name : 'BUNDLE.bioimageio.zip';
}
