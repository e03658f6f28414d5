import type { LayerCall, LayerType } from '../layer';
import type { Value } from '../graph';
import { isNumbers } from '../json';

/** Rescaling: x * scale + offset, each one number or one per channel (last axis). */
export const rescaling: LayerType = {
  apply(call) {
    const scaled = apply(call, call.input, 'Mul', 'scale', 1);
    return apply(call, scaled, 'Add', 'offset', 0);
  }
};

/** Leaves out the step that changes nothing. */
function apply(call: LayerCall, value: Value, op: string, key: string, neutral: number): Value {
  const written = call.config.raw(key) ?? neutral;
  if (typeof written === 'number') {
    if (written === neutral) {
      return value;
    }
    return { ...value, name: call.node(op, [value.name, call.graph.scalar(call.name(key), written)], {}, key) };
  }
  if (!isNumbers(written)) {
    return call.fail('unsupported-option', `has a ${key} that is not a number or a list of numbers`);
  }
  const ordered = call.graph.kerasOrder(value);
  const constant = call.graph.floats(call.name(key), [written.length], () => Float32Array.from(written));
  return { ...ordered, name: call.node(op, [ordered.name, constant], {}, key) };
}
