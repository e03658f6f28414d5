import type { InferenceEngine, Session } from '../../runtime/engine';
import type { ModelDescription, Operation } from '../../spec/model';
import type { Tensor } from '../../tensor/tensor';
import { apply } from './arithmetic';
import type { Draft } from './draft';
import { must } from '../../tensor/testing/must';

/** A bundle that reproduces, and its network, ready to say what it gives for anything else. */
export class Scene {
  private constructor(
    readonly draft: Draft,
    readonly session: Session
  ) {}

  static async open(draft: Draft, engine: InferenceEngine): Promise<Scene> {
    return new Scene(draft, await engine.load(must(draft.files.get(draft.onnx.source))));
  }

  get description(): ModelDescription {
    return this.draft.description;
  }

  get raw(): Tensor {
    return this.draft.tensor(this.description.inputs[0].testTensor);
  }

  get expected(): Tensor {
    return this.draft.tensor(this.description.outputs[0].testTensor);
  }

  /** What the network gives for an image with these operations around it; `before` changes what the network sees. */
  async compute(
    raw: Tensor,
    {
      pre = this.description.inputs[0].operations,
      post = this.description.outputs[0].operations,
      before = (tensor: Tensor) => tensor
    }: { pre?: readonly Operation[]; post?: readonly Operation[]; before?: (tensor: Tensor) => Tensor } = {}
  ): Promise<Tensor> {
    const [computed] = await this.session.run([before(apply(raw, pre))]);
    return apply(computed, post);
  }

  /** The bundle with other test tensors and operations. */
  async with(changes: {
    raw?: Tensor;
    expected?: Tensor;
    pre?: readonly Operation[];
    post?: readonly Operation[];
    weights?: Uint8Array;
  }): Promise<Draft> {
    const { inputs, outputs, weights } = this.description;
    const draft = this.draft.copy();
    if (changes.raw) {
      await draft.putTensor(['inputs', 0], must(inputs[0].testTensor), changes.raw);
    }
    if (changes.expected) {
      await draft.putTensor(['outputs', 0], must(outputs[0].testTensor), changes.expected);
    }
    if (changes.pre) {
      draft.yaml.setIn(['inputs', 0, 'preprocessing'], draft.yaml.createNode(changes.pre));
    }
    if (changes.post) {
      draft.yaml.setIn(['outputs', 0, 'postprocessing'], draft.yaml.createNode(changes.post));
    }
    if (changes.weights) {
      const { format, source } = must(weights.find(({ format: name }) => name === 'onnx'));
      await draft.putFile(['weights', format], { source }, changes.weights);
    }
    return draft;
  }

  /** The same bundle with another test image, for which the network gives the expected output. */
  async withImage(raw: Tensor): Promise<Scene> {
    return new Scene(await this.with({ raw, expected: await this.compute(raw) }), this.session);
  }
}
