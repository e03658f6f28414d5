import type { Prepared } from '../../kernel/protocol';
import { graphFacts } from '../../onnx/facts';
import type { Extent } from '../../onnx/receptive/extent';
import { extent } from '../../onnx/receptive/extent';
import type { OnnxModel } from '../../onnx/model';
import { readModel } from '../../onnx/read';
import { writeModel } from '../../onnx/write';
import type { Appended } from '../bundle/append';
import { appendSteps } from '../bundle/append';
import { axisIndex, spatialAxes } from '../bundle/axes';
import { laidBare } from '../bundle/bare';

/** What an ONNX file tells of its network. */
export interface Examined {
  /** The file itself: a thread that examines it is given its bytes, and gives them back. */
  readonly onnx: Uint8Array;
  readonly opset: number;
  readonly reach: Reach;
  readonly appended: Appended;
}

/** How far the network looks, as its graph tells it. */
export interface Reach extends Extent {
  /** The network to run where the graph has an operator whose reach is not known (bare.ts); else null. */
  readonly bare: Uint8Array | null;
}

/** Examines the ONNX form of a network, off the main thread where there is one. The bytes are given away. */
export type Examiner = (onnx: Uint8Array, prepared: Prepared, signal?: AbortSignal) => Promise<Examined>;

/** Takes as long as the graph is made to take: it comes from files. Throws `OnnxError`. */
export function examine(onnx: Uint8Array, prepared: Prepared): Examined {
  return {
    onnx,
    opset: graphFacts(onnx).opset,
    // What is appended looks at the whole image or at one pixel: how far the network itself looks is what counts.
    reach: reachOf(onnx, prepared),
    appended: appendSteps(onnx, prepared.output.kind, prepared)
  };
}

/** How far the network looks along each spatial axis, read off its graph. */
export function reachOf(onnx: Uint8Array, prepared: Prepared): Reach {
  const { axes } = prepared.input;
  const model = beforeChoice(readModel(onnx));
  const places = spatialAxes(axes).map(id => axisIndex(axes, id));
  const found = extent(unfixed(model, places));
  return { ...found, bare: found.unknown.length > 0 ? writeModel(laidBare(model)) : null };
}

/** The same graph with free sizes along these axes: a size that the file fixes says nothing of how far it looks. */
function unfixed(model: OnnxModel, axes: readonly number[]): OnnxModel {
  const inputs = model.graph.inputs.map(input => ({
    ...input,
    dims: input.dims?.map((size, axis) => (axes.includes(axis) ? null : size))
  }));
  return { ...model, graph: { ...model.graph, inputs } };
}

/** The graph up to where the largest of its channels is chosen: that looks at no other pixel. */
function beforeChoice(model: OnnxModel): OnnxModel {
  const { nodes, outputs } = model.graph;
  const choice = nodes.findIndex(({ op }) => op === 'ArgMax');
  return choice < 0
    ? model
    : {
        ...model,
        graph: {
          ...model.graph,
          nodes: nodes.slice(0, choice),
          outputs: [{ ...outputs[0], name: nodes[choice].inputs[0] }]
        }
      };
}
