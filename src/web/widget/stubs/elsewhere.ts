import type { Tensor } from '../../../tensor/tensor';

/**
 * Stands for the code that finds objects (`processing/stardist`) in the widget's own script (build/widget.mjs): a
 * page that runs networks does so in a worker, which has it, and the script is kept small.
 */
export function stardistPostprocessing(): Tensor {
  throw new Error('Objects are found in the worker that runs the network, and this page has none.');
}
