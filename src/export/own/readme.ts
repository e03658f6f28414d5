import type { OwnChain, OwnInput, OwnOutput } from '../../kernel/ownProtocol';
import { citeSection, dataSection, unknownSection } from '../texts/credits';
import { bullets, markdown, paragraphs } from '../texts/escape';
import { smallRange } from '../texts/tolerance';
import { VERSION } from '../version';
import type { OwnParts } from './parts';
import { judgedOutputs, largestOf } from './parts';
import type { InputAxisPlan, OutputAxisPlan } from './plan';
import { ownUsage } from './usage';

/**
 * README.md of a bundle of one's own network: what it takes and gives, what happens before and after it, how to run it,
 * how far its forms agree, and what is not known. Everything that comes from names, files or the researcher is escaped.
 */
export function writeOwnReadme(parts: OwnParts): string {
  const { fields } = parts.draft;
  return (
    [
      [`# ${markdown(fields.name.value)}`, paragraphs(fields.description.value)],
      whatItDoes(parts),
      ['## What it was trained on', dataSection(parts.draft)],
      ownUsage(parts),
      validation(parts),
      citeSection(parts.draft),
      unknownSection(parts.draft),
      [`Made with Zooport ${VERSION}. How it was made stands in \`rdf.yaml\` under \`config.zooport\`.`]
    ]
      .flat()
      .filter(part => part !== '')
      .join('\n\n') + '\n'
  );
}

function whatItDoes({ prepared, plan }: OwnParts): string[] {
  const { framework, frameworkVersion, architecture, parameters, inputs, outputs } = prepared;
  return [
    '## What it does',
    `The network is of the class ${markdown(architecture)} (${markdown(framework)} ${markdown(frameworkVersion)}) and has ${parameters.toLocaleString('en')} parameters.`,
    ...inputs.flatMap((input, index) => [
      heading('Input', input.id, inputs.length),
      inputSizes(input, plan.inputs[index]),
      chain(prepared.before[input.id], 'Before the network:', 'The network takes the image as it is.')
    ]),
    ...outputs.flatMap((output, index) => [
      heading('Output', output.id, outputs.length),
      outputSizes(output, plan.outputs[index]),
      lastStep(output, prepared.after[output.id]),
      chain(prepared.after[output.id], 'After the network:', 'What the network gives is the result.')
    ])
  ];
}

function heading(side: string, id: string, count: number): string {
  return count === 1 ? `### ${side}` : `### ${side} ${markdown(id)}`;
}

/** The words of what was found have it already. */
function lastStep({ inGraph }: OwnOutput, after: OwnChain | undefined): string {
  return inGraph === null || (after && after.words.length > 0)
    ? ''
    : `The last step of the network itself, in all forms of the weights: ${markdown(inGraph)}.`;
}

function inputSizes({ axes, shape }: OwnInput, plan: ReadonlyMap<string, InputAxisPlan>): string {
  const sizes = [...plan].map(([axis, { size }]) => {
    if (typeof size === 'number') {
      return `${axis} ${size}`;
    }
    return 'min' in size
      ? `${axis} from ${size.min} in steps of ${size.step}`
      : `${axis} as ${size.axis_id} of ${markdown(size.tensor_id)}`;
  });
  const known = sizes.length > 0 ? ` Sizes in pixels: ${sizes.join(', ')}.` : '';
  return `Axes: ${axes.join(', ')}.${known} The test image has ${shape.join(' x ')}.`;
}

function outputSizes({ axes, shape }: OwnOutput, plan: ReadonlyMap<string, OutputAxisPlan>): string {
  const sizes = [...plan].map(([axis, { size, perPixel }]) => {
    if (typeof size === 'number') {
      return `${axis} ${size}`;
    }
    const times = perPixel === 1 ? '' : `${Number(perPixel.toPrecision(4))} times `;
    const more = size.offset === 0 ? '' : size.offset > 0 ? ` plus ${size.offset}` : ` less ${-size.offset}`;
    return `${axis} ${times}that of ${markdown(size.tensor_id)}${more}`;
  });
  const known = sizes.length > 0 ? ` Sizes: ${sizes.join(', ')}.` : '';
  return `Axes: ${axes.join(', ')}.${known} The test output has ${shape.join(' x ')}.`;
}

function chain(found: OwnChain | undefined, title: string, none: string): string {
  return found && found.words.length > 0 ? `${title}\n\n${bullets(found.words.map(markdown))}` : none;
}

function validation(parts: OwnParts): string[] {
  const { prepared, conversion } = parts;
  const { maxAbsolute, ofRange } = largestOf(conversion);
  const shapes = conversion.proofs.length;
  return [
    '## Validation',
    'How well the network does on images that it was not trained on is not known to the maker of these files.',
    chainSentence(parts),
    `The ONNX form was held against the network in ${markdown(prepared.framework)} on ${shapes} ${shapes === 1 ? 'shape' : 'different shapes'}; ` +
      `the largest difference was ${maxAbsolute.toExponential(1)} (${ofRange.toExponential(1)} of the range of the values).`,
    smallRange(judgedOutputs(parts)),
    '### Limits',
    'It was only seen to work on the test image. Look at the result before you count on it, above all with another microscope, magnification or stain.'
  ];
}

/** How the operations were found; nothing where there is no function to predict with. */
function chainSentence({ prepared: { before, after, predict } }: OwnParts): string {
  const found = [...Object.values(before), ...Object.values(after)].filter(({ said }) => !said);
  if (predict === null || found.length === 0) {
    return '';
  }
  const images = Math.min(...found.map(one => one.images));
  const most = Math.max(...found.map(({ ofRange }) => ofRange));
  return (
    `What happens before and after the network was found by trying, and held against the function ${markdown(predict)} on ` +
    `${images} ${images === 1 ? 'image' : 'images or parts of one'}; the largest difference was ${most.toExponential(1)} of the range of the values. ` +
    'The test output is what that function gave, before any conversion.'
  );
}
