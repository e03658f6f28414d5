import { toNumbers } from '../../tensor/cast';
import type { Tensor } from '../../tensor/tensor';
import type { Budget } from './runs/budget';
import type { Change, Explanation } from './change';
import { finish, finishes } from './finish';
import { fitValues } from './fit';
import type { Placement } from './geometry';
import { placements } from './geometry';
import type { Case } from './outcome';
import type { Subject } from './subject';
import { sameShape } from './target';
import type { Target } from './target';
import { whole } from './view';

/** What needs no run of the network: other postprocessing, the output in another order or with other values. */
export async function tryOutputs(one: Case, subject: Subject, budget: Budget): Promise<void> {
  const { description, computed, raw } = subject;
  const ways = finishes(description, one.output);
  for (const way of ways.slice(1)) {
    if (!(await budget.next())) {
      return;
    }
    const tensor = finish(way, one.output, computed, raw);
    keep(one, way.change, tensor && one.target.residual(tensor));
  }
  const declared = finish(ways[0], one.output, computed, raw);
  if (!declared) {
    return;
  }
  await tryPlacements(one, declared, subject, budget);
  if (await budget.next()) {
    one.found.push(...fitValues(declared, one.target, description, one.output));
  }
}

async function tryPlacements(one: Case, declared: Tensor, { description }: Subject, budget: Budget): Promise<void> {
  const { axes } = description.outputs[one.output];
  const values = toNumbers(declared);
  if (sameShape(declared.shape, one.target.shape)) {
    one.likeness.set('', one.target.likeness(values, whole(declared.shape)));
  }
  for (const placement of placements(declared.shape, axes, one.target.shape)) {
    if (!(await budget.next())) {
      return;
    }
    const { view, part } = placement;
    one.likeness.set(placementKey(placement), one.target.likeness(values, view, part));
    keep(one, outputChange(placement), one.target.residualOf(values, view, part));
  }
}

/** The same for an input and an output that are placed alike. */
export function placementKey({ kind, data }: Placement): string {
  return JSON.stringify([kind, data]);
}

export function outputChange({ kind, data, rank }: Placement): Change {
  return { cause: `output-${kind}`, data, rank };
}

export function keep({ found }: { found: Explanation[] }, change: Change | undefined, residual?: number): void {
  if (change && residual !== undefined) {
    found.push({ change, residual });
  }
}

/** An output that a run gave, placed as the image was placed for it: both were stored in the other order. */
export function placedLike(
  tensor: Tensor,
  placement: Placement,
  target: Target,
  axes: Parameters<typeof placements>[1]
): Explanation[] {
  const values = toNumbers(tensor);
  return placements(tensor.shape, axes, target.shape)
    .filter(other => other.kind !== 'shifted' && placementKey(other) === placementKey(placement))
    .flatMap(back => {
      const residual = target.residualOf(values, back.view, back.part);
      return residual === undefined ? [] : [{ change: outputChange(back), residual }];
    });
}
