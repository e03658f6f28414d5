import type { OwnWeights } from '../../kernel/ownProtocol';
import { FILES } from '../bundle/files';

/** Names of the weights in a bundle, in the order in which readers like to find them. */
const WEIGHTS: Readonly<Record<OwnWeights['format'], string>> = {
  onnx: FILES.onnx,
  torchscript: 'weights_torchscript.pt',
  pytorch_state_dict: 'weights.pt',
  keras_v3: FILES.keras_v3,
  keras_hdf5: FILES.keras_hdf5
};

export function weightsName(format: OwnWeights['format']): string {
  return WEIGHTS[format];
}

/** Names of the files of one tensor. */
export interface TensorFiles {
  readonly test: string;
  readonly sample: string;
}

/** A network with one input and one output has the plain names; of several, each has its id. */
export function tensorFiles(side: 'input' | 'output', id: string, count: number): TensorFiles {
  const name = count === 1 ? side : `${side}_${id}`;
  return { test: `test_${name}.npy`, sample: `sample_${name}.tif` };
}
