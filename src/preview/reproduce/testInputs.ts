import { applyPreprocessing } from '../../processing/apply';
import type { Processed } from '../../processing/apply';
import { need } from '../../tensor/lookup';
import type { Tensor } from '../../tensor/tensor';
import type { ReproduceInput } from './input';

/** The test inputs as stored, and as networks take them: prepared once, for all weights formats. */
export class TestInputs {
  /** One per described input, before preprocessing. */
  readonly raw: readonly Tensor[];
  private preparing: Promise<Processed> | undefined;

  constructor(private readonly input: Pick<ReproduceInput, 'description' | 'tensors' | 'steps'>) {
    const { description, tensors } = input;
    this.raw = description.inputs.map(({ id }) => need(tensors.get(id), `test image of “${id}”`));
  }

  /** After preprocessing. Rejects with `ProcessingError`. */
  prepared(): Promise<Processed> {
    const { description, steps } = this.input;
    this.preparing ??= steps.run('preprocess', () => applyPreprocessing(this.raw, description));
    // Whoever waits for it is told of a failure; until then it is no unhandled one.
    this.preparing.catch(() => undefined);
    return this.preparing;
  }
}
