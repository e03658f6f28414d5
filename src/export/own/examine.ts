import type { PreparedOwn } from '../../kernel/ownProtocol';
import { graphFacts } from '../../onnx/facts';
import type { OnnxModel } from '../../onnx/model';
import { readModel } from '../../onnx/read';
import { Line } from '../../onnx/receptive/field';
import { radiusOver } from '../../onnx/receptive/extent';
import { UnknownExtent } from '../../onnx/trace';
import { walkFrom } from '../../onnx/walk';
import { writeModel } from '../../onnx/write';
import { laidBare } from '../bundle/bare';
import { withoutChoice } from './choice';
import type { FollowedAxis } from './follow';
import { followedAxes, seriesOf, testLength } from './follow';

/** How far an output looks along one of its axes. */
export interface OwnReach extends FollowedAxis {
  /** In pixels of the input whose size it follows; infinite: at the whole image; null: the graph does not tell. */
  readonly radius: number | null;
}

/** What the ONNX form of a network of one's own tells. */
export interface OwnExamined {
  /** The file itself: a thread that examines it is given its bytes, and gives them back. */
  readonly onnx: Uint8Array;
  readonly opset: number;
  readonly reaches: readonly OwnReach[];
  /** The network to run where the graph does not tell (bundle/bare.ts); else null. */
  readonly bare: Uint8Array | null;
}

/** Off the main thread where there is one. The bytes are given away. */
export type OwnExaminer = (onnx: Uint8Array, prepared: PreparedOwn, signal?: AbortSignal) => Promise<OwnExamined>;

/** Takes as long as the graph is made to take: it comes from files. Throws `OnnxError`. */
export function examineOwn(onnx: Uint8Array, prepared: PreparedOwn): OwnExamined {
  const model = readModel(onnx);
  const reaches = followedAxes(prepared).map(followed => ({
    ...followed,
    radius: radiusAlong(model, prepared, followed)
  }));
  return {
    onnx,
    opset: graphFacts(onnx).opset,
    reaches,
    bare: reaches.some(({ radius }) => radius === null) ? writeModel(laidBare(withoutChoice(model))) : null
  };
}

/** The farthest over all inputs that have the axis, each followed alone. */
function radiusAlong(model: OnnxModel, prepared: PreparedOwn, followed: FollowedAxis): number | null {
  const { inputs } = prepared;
  const own = testLength(inputs[followed.input], followed.size.axis) ?? 1;
  try {
    return inputs.reduce((most, input, number) => {
      const length = testLength(input, followed.size.axis);
      return length === undefined
        ? most
        : Math.max(most, (radiusFrom(model, prepared, followed, number) * own) / length);
    }, 0);
  } catch (error) {
    if (error instanceof UnknownExtent) {
      return null;
    }
    throw error;
  }
}

/** In pixels of that input. The others keep the proportion of the test tensors. */
function radiusFrom(model: OnnxModel, { inputs }: PreparedOwn, followed: FollowedAxis, from: number): number {
  const { axis, scale, offset } = followed.size;
  const lengths = inputs.map(one => testLength(one, axis));
  const per = (lengths[followed.input] ?? 1) / (lengths[from] ?? 1);
  const grid = { ...seriesOf(inputs[from], axis), scale: scale * per, offset };
  return radiusOver(grid, size =>
    walkFrom(
      model,
      ({ dims }, number) => {
        const length = lengths[number];
        if (length === undefined) {
          return undefined;
        }
        const at = inputs[number].axes.indexOf(axis);
        const other = Math.round((size * length) / (lengths[from] ?? 1));
        const line = number === from ? Line.pixels(size) : Line.apart(other);
        return { rank: dims?.length ?? inputs[number].axes.length, at, line };
      },
      followed.output
    )
  );
}
