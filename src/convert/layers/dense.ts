import { activate } from '../activation';
import type { Value } from '../graph';
import type { LayerCall, LayerType } from '../layer';
import { lastSize } from './reshaping';

/** Dense: kernel (in, units) along the last axis. */
export const dense: LayerType = {
  weights: config => (config.boolean('use_bias', true) ? ['kernel', 'bias'] : ['kernel']),
  apply(call) {
    const value = call.graph.kerasOrder(call.input);
    const units = call.config.optionalCount('units') ?? call.fail('damaged', 'does not say how many units it has');
    const shape = [lastSize(call), units];
    call.fits('kernel', shape);
    const kernel = call.graph.floats(call.name('kernel'), shape, () => call.weight('kernel', shape).data);
    const bias = call.config.boolean('use_bias', true)
      ? call.graph.floats(call.name('bias'), [units], () => call.weight('bias', [units]).data)
      : undefined;
    const name = value.shape.length === 2 ? flatProduct(call, value, kernel, bias) : product(call, value, kernel, bias);
    return activate(
      call,
      { name, shape: [...value.shape.slice(0, -1), units], stored: 'keras' },
      call.config.raw('activation')
    );
  }
};

function flatProduct(call: LayerCall, value: Value, kernel: string, bias: string | undefined): string {
  return call.node('Gemm', [value.name, kernel, ...(bias ? [bias] : [])]);
}

function product(call: LayerCall, value: Value, kernel: string, bias: string | undefined): string {
  const name = call.node('MatMul', [value.name, kernel]);
  return bias ? call.node('Add', [name, bias], {}, 'biased') : name;
}
