import { applyPostprocessing, applyPreprocessing } from '../../processing/apply';
import type { InferenceEngine } from '../../runtime/engine';
import type { TensorDescription } from '../../spec/model';
import { cast } from '../../tensor/cast';
import { arrayOf } from '../../tensor/dtype';
import { stridesOf } from '../../tensor/strides';
import type { Tensor } from '../../tensor/tensor';
import { crop, transpose } from '../../tensor/transpose';
import type { Draft } from './draft';
import type { Spoiler } from './spoiler';
import { must } from '../../tensor/testing/must';

/** Spoilings of the expected output: what was stored is not what the network gives. */
export const dataSpoilers: Readonly<Record<string, Spoiler>> = {
  'shifted-output': changeOutput('the expected output was shifted by one pixel along x', (tensor, output) => {
    const axis = output.axes.findIndex(({ id }) => id === 'x');
    return axis < 0 ? 'the output has no axis x' : { tensor: shift(tensor, axis), says: /differs/, zoo: 'failed' };
  }),

  'other-dtype': changeOutput('the expected output was stored with another data type', (tensor, output) => {
    const type = output.data[0].type;
    const other = type === 'float64' ? 'float32' : 'float64';
    return tensor.dtype === other
      ? 'the expected output has another type than described already'
      : { tensor: cast(tensor, other), says: new RegExp(other) };
  }),

  'nan-in-output': changeOutput('one value of the expected output was made NaN', tensor => {
    if (tensor.dtype !== 'float32') {
      return 'the output is not float32, so it cannot hold NaN';
    }
    const data = Float32Array.from(tensor.data as Float32Array);
    data[data.length >> 1] = NaN;
    return { tensor: { ...tensor, dtype: 'float32', data }, says: /not? (a )?number/, zoo: 'passed' };
  }),

  'not-square': async (draft, { engine }) => {
    const obstacle = await makeOblong(draft, engine);
    const what = 'test image and expected output were made anew, higher than wide; nothing is wrong with them';
    return obstacle ?? { what, zip: draft.zip(), expected: { verdict: 'passed', zoo: 'passed' } };
  },

  'swapped-axes': async (draft, { engine }) => {
    const [output] = draft.description.outputs;
    const [y, x] = ['y', 'x'].map(wanted => output.axes.findIndex(({ id }) => id === wanted));
    if (y < 0 || x < 0 || !output.testTensor) {
      return 'the first output has no axes y and x, or no test tensor';
    }
    const square = await makeOblong(draft, engine);
    const expected = draft.tensor(output.testTensor);
    const order = expected.shape.map((_, axis) => (axis === y ? x : axis === x ? y : axis));
    await draft.putTensor(['outputs', 0], output.testTensor, transpose(expected, order));
    const zip = draft.zip();
    return square
      ? {
          what: `x and y of the expected output were swapped; ${square}`,
          zip,
          expected: { verdict: 'failed', says: /differs/ }
        }
      : {
          what: 'x and y of the expected output were swapped on an oblong image',
          zip,
          expected: { verdict: 'failed', says: /shape/ }
        };
  }
};

type Changed = { readonly tensor: Tensor; readonly says: RegExp; readonly zoo?: 'passed' | 'failed' } | string;

function changeOutput(what: string, change: (tensor: Tensor, output: TensorDescription) => Changed): Spoiler {
  return async draft => {
    const [output] = draft.description.outputs;
    if (!output.testTensor) {
      return 'the first output has no test tensor';
    }
    const changed = change(draft.tensor(output.testTensor), output);
    if (typeof changed === 'string') {
      return changed;
    }
    await draft.putTensor(['outputs', 0], output.testTensor, changed.tensor);
    const { says, zoo } = changed;
    return { what, zip: draft.zip(), expected: { verdict: 'failed', says, ...(zoo && { zoo }) } };
  };
}

/** Every row moves by one pixel; the last pixel comes to the front. */
function shift(tensor: Tensor, axis: number): Tensor {
  const length = tensor.shape[axis];
  const stride = stridesOf(tensor.shape)[axis];
  const data = arrayOf(tensor.dtype, tensor.data.length);
  for (let i = 0; i < data.length; i++) {
    const position = Math.floor(i / stride) % length;
    data[i] = tensor.data[i + (position === 0 ? (length - 1) * stride : -stride)];
  }
  return { ...tensor, data };
}

/**
 * Crops the test image along x by one or more steps, and has the network compute what is to be expected then.
 * Gives the reason where the network takes no other size.
 */
async function makeOblong(draft: Draft, engine: InferenceEngine): Promise<string | undefined> {
  const { description } = draft;
  const [input] = description.inputs;
  const axis = input.axes.findIndex(({ id }) => id === 'x');
  const size = input.axes[axis]?.size;
  const steps = typeof size === 'object' && size !== null && 'step' in size ? size : undefined;
  if (description.inputs.length > 1 || !steps || !input.testTensor) {
    return 'the network takes one fixed size only, so the image stayed square';
  }
  const raw = draft.tensor(input.testTensor);
  const longest = raw.shape[axis] - steps.step;
  if (longest < steps.min) {
    return 'the test image has the smallest size that the network takes, so it stayed as it is';
  }
  const cropped = crop(
    raw,
    raw.shape.map(() => 0),
    raw.shape.map((length, at) => (at === axis ? longest : length))
  );
  await draft.putTensor(['inputs', 0], input.testTensor, cropped);
  const session = await engine.load(must(draft.files.get(draft.onnx.source)));
  try {
    const computed = await session.run(applyPreprocessing([cropped], description).tensors);
    const { tensors } = applyPostprocessing(computed, description, [cropped]);
    for (const [index, output] of description.outputs.entries()) {
      if (output.testTensor) {
        await draft.putTensor(['outputs', index], output.testTensor, tensors[index]);
      }
    }
  } finally {
    await session.dispose();
  }
  return undefined;
}
