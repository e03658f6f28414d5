import type { OwnArchitecture } from '../../kernel/ownProtocol';
import { bullets, markdown } from '../texts/escape';
import { commandName, inFiji, inPython } from '../texts/usage';
import { FILES } from '../bundle/files';
import { tensorFiles, weightsName } from './files';
import type { OwnParts } from './parts';
import { isImage } from './pictures';

/** How to run a bundle of one's own network: Fiji, Python, its framework; and what its files are. */
export function ownUsage(parts: OwnParts): string[] {
  const { draft, prepared } = parts;
  const { inputs, outputs } = prepared;
  const single = inputs.length === 1 && outputs.length === 1;
  const fiji = `${inFiji(markdown(draft.fileName.value))} It runs \`${FILES.onnx}\`.`;
  return [
    '## How to use it',
    bullets([...(single ? [fiji] : []), inPython(draft.fileName.value), ...frameworks(parts)]),
    ['```python', ...snippet(parts), '```'].join('\n'),
    tests(parts)
  ];
}

/** Each form of the weights that a framework reads by itself. */
function frameworks({ prepared }: OwnParts): string[] {
  return prepared.weights.flatMap(({ format, architecture }) => {
    const name = weightsName(format);
    switch (format) {
      case 'torchscript':
        return [
          `PyTorch: \`torch.jit.load("${name}")\` is the network alone, without what happens before and after it.`
        ];
      case 'pytorch_state_dict':
        return [
          `PyTorch: \`${name}\` are the weights${architecture ? ` of ${codeOf(architecture)}` : ''}, for further training.`
        ];
      case 'keras_v3':
      case 'keras_hdf5':
        return [`Keras: \`keras.models.load_model("${name}")\` is the network alone, for further training.`];
      case 'onnx':
        return [];
    }
  });
}

function codeOf({ file, module, callable }: OwnArchitecture): string {
  return `\`${markdown(callable)}\` ${file === null ? `of the package's \`${markdown(module ?? '')}\`` : `in \`${markdown(file)}\``}`;
}

/** The test input through the bundle, whatever its weights. */
function snippet({ draft, prepared: { inputs, outputs } }: OwnParts): string[] {
  const given = inputs.map(({ id }) => `"${id}": numpy.load("${tensorFiles('input', id, inputs.length).test}")`);
  return [
    'import numpy',
    'from bioimageio.core import load_model_description, predict',
    '',
    `model = load_model_description("${commandName(draft.fileName.value)}")`,
    `result = predict(model=model, inputs={${given.join(', ')}})`,
    ...outputs.map(({ id }) => `${id} = result.members["${id}"].data`)
  ];
}

function tests({ prepared: { inputs, outputs, framework, frameworkVersion } }: OwnParts): string {
  const files = [
    ...inputs.map(one => ({ ...one, ...tensorFiles('input', one.id, inputs.length) })),
    ...outputs.map(one => ({ ...one, ...tensorFiles('output', one.id, outputs.length) }))
  ];
  const samples = files.filter(isImage).map(({ sample }) => `\`${sample}\``);
  const shown = samples.length > 0 ? `The test images are ${samples.join(', ')} (for Fiji) and ` : 'The tests are ';
  return (
    `${shown}${files.map(({ test }) => `\`${test}\``).join(', ')} (for the automatic test). ` +
    `The output was made in ${markdown(framework)} ${markdown(frameworkVersion)}, before any conversion.`
  );
}
