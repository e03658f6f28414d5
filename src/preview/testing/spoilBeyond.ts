import { readModel } from '../../onnx/read';
import { writeModel } from '../../onnx/write';
import { meanAndStd, valueRange } from '../../tensor/stats';
import { mapped, shifted } from './image';
import type { Random } from '../../tensor/testing/random';
import { axesOf, percentiles, toFloat } from './recipes';
import type { Spoiler, Spoiling } from './spoiling';
import { must } from '../../tensor/testing/must';

/** What no change of the recipe explains. */
export const unexplainable: Spoiler = async (scene, random) => {
  const { expected, raw } = scene;
  const spread = meanAndStd(expected).std;
  const kinds: readonly (() => Promise<Spoiling>)[] = [
    async () => ({
      kind: 'noise',
      what: 'noise was added to the expected output',
      draft: await scene.with({ expected: mapped(expected, value => value + random.between(0.1, 0.5) * spread * random.normal()) }), // prettier-ignore
      causes: []
    }),
    async () => {
      const amount = random.between(0.2, 1) * meanAndStd(raw).std;
      const other = mapped(raw, value => value + amount * random.normal());
      const draft = await scene.with({ expected: await scene.compute(other) });
      return { kind: 'other-image', what: 'the test image has other noise', draft, causes: [] };
    },
    async () => {
      const weights = otherWeights(must(scene.draft.files.get(scene.draft.onnx.source)), random);
      return {
        kind: 'other-weights',
        what: 'the weights are others',
        draft: await scene.with({ weights }),
        causes: []
      };
    },
    async () => {
      const power = random.pick([0.5, 0.7, 1.5, 2]);
      const range = must(valueRange(raw));
      const other = mapped(raw, value => range.max * (Math.max(0, value) / range.max) ** power);
      const draft = await scene.with({ expected: await scene.compute(other) });
      return { kind: 'gamma', what: `a gamma of ${power} was applied to the image`, draft, causes: [] };
    },
    async () => {
      const low = random.pick([0.5, 4, 7, 10, 20]);
      const pre = [toFloat, percentiles(low, 100 - low), toFloat];
      const draft = await scene.with({ expected: await scene.compute(raw, { pre }) });
      return { kind: 'other-percentiles', what: `percentiles ${low} and ${100 - low} were used`, draft, causes: [] };
    },
    async () => {
      const [, x] = axesOf(scene, 'outputs');
      const at = random.whole(10, 20);
      const draft = await scene.with({ expected: shifted(expected, expected.shape.map((_, axis) => (axis === x ? at : 0)), 'wrap') }); // prettier-ignore
      return { kind: 'far-shift', what: 'the output was shifted far', draft, causes: [] };
    }
  ];
  return random.pick(kinds)();
};

/** Every weight moves by a few percent. */
function otherWeights(bytes: Uint8Array, random: Random): Uint8Array {
  const model = readModel(bytes);
  const amount = random.between(0.02, 0.2);
  const initializers = model.graph.initializers.map(tensor => {
    const { raw, values, dims } = tensor;
    if (tensor.elemType !== 1 || dims.length < 2) {
      return tensor;
    }
    const own = values ?? new Float32Array((raw ?? new Uint8Array()).slice().buffer);
    const changed = Float32Array.from(own, value => value * (1 + amount * random.normal()));
    return { name: tensor.name, elemType: tensor.elemType, dims, external: false, raw: new Uint8Array(changed.buffer) };
  });
  return writeModel({ ...model, graph: { ...model.graph, initializers } });
}
