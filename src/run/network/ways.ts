import type { OnnxModel } from '../../onnx/model';
import type { Grid } from '../../onnx/receptive/extent';
import { gridOf, longestTried, radiusOver } from '../../onnx/receptive/extent';
import { Line } from '../../onnx/receptive/field';
import { UnknownExtent } from '../../onnx/trace';
import { walkFrom } from '../../onnx/walk';
import type { Axis, ModelDescription } from '../../spec/model';
import { isReference } from '../../spec/sizes/kinds';
import { allowedOf } from '../../spec/sizes/take';
import { common, leastCommon } from './lattice';
import type { Series } from './lattice';

/** An axis along which the image is cut, and what becomes of it in the network. Pixels are those of the leading input. */
export interface Way {
  /** Id of the axis in the description. */
  readonly id: string;
  /** Sizes that the network takes. */
  readonly sizes: Series;
  /** Tiles begin at multiples of this: there the network's own pooling begins, too. */
  readonly grid: number;
  /** One per input, in the description's order; nothing where it has no such axis. */
  readonly inputs: readonly (InputWay | undefined)[];
  readonly outputs: readonly (OutputWay | undefined)[];
  /** Halo that the description states, the largest of all outputs. */
  readonly halo: number;
}

/** Size of the input: `scale * size + offset` of the leading one. */
export interface InputWay {
  /** Place of the axis in the input. */
  readonly at: number;
  readonly scale: number;
  readonly offset: number;
}

export interface OutputWay extends InputWay {
  /** Farthest pixel that an output pixel depends on; infinite: all of the image; nothing: the graph does not tell. */
  readonly radius: number | undefined;
}

/** An axis of the image is neither the number of images nor of channels. */
export function isSliding({ type }: Axis): boolean {
  return type !== 'batch' && type !== 'channel';
}

/** Nodes times sizes that are tried: a usual network is below a tenth of it. */
const mostSteps = 1e8;

/** All axes along which images are cut, in the order of the inputs. `outline`: nothing where the graph cannot be read. */
export function waysOf(description: ModelDescription, graph: OnnxModel | null): Way[] {
  const ids = new Set(description.inputs.flatMap(({ axes }) => axes.filter(isSliding).map(({ id }) => id)));
  // Files make graphs as long as they like; one that would take minutes to follow is not followed.
  const steps = (graph?.graph.nodes.length ?? 0) * longestTried * ids.size * description.outputs.length;
  return [...ids].map(id => wayOf(id, description, steps > mostSteps ? null : graph));
}

function wayOf(id: string, description: ModelDescription, outline: OnnxModel | null): Way {
  const inputs = inputWays(id, description);
  const lead = inputs.findIndex(input => input?.scale === 1 && input.offset === 0);
  const described = describedSizes(lead, inputs, description);
  const found = description.outputs.map((_, output) => (outline ? followed(outline, inputs, output) : undefined));
  const outputs = description.outputs.map(({ axes }, output) => {
    const at = axes.findIndex(axis => isSliding(axis) && axis.id === id);
    return at < 0 ? undefined : outputWay(at, axes[at], id, description, found[output]);
  });
  const fixed = fixedSize(outline, inputs[lead]?.at ?? 0, lead);
  const series = [...found.flatMap(one => one?.grid ?? []), ...(fixed === undefined ? [] : [{ min: fixed, step: 0 }])];
  // A smallest size is a promise to all readers; where the graph tells what it takes, a smaller image need not be continued.
  const least = found.every(one => one?.grid) && !repeatsBorder(outline) ? withoutLeast(described) : described;
  const sizes = series.reduce((all, one) => common(all, one) ?? (one.step === 0 ? one : all), least);
  const grid = found.reduce((all, one) => leastCommon(all, one?.grid?.step ?? 1), 1);
  const unknown = found.some(one => one?.grid === undefined);
  const halo = Math.max(0, ...description.outputs.map(({ axes }, output) => haloOf(axes[outputs[output]?.at ?? -1], outputs[output]))); // prettier-ignore
  return { id, sizes, grid: unknown ? leastCommon(grid, usualGrid(sizes)) : grid, inputs, outputs, halo };
}

function withoutLeast({ min, step }: Series): Series {
  return { min: step === 0 ? min : min % step || step, step };
}

/** A network that mirrors its own border needs pixels to mirror. */
function repeatsBorder(outline: OnnxModel | null): boolean {
  return outline?.graph.nodes.some(({ op, attributes }) => op === 'Pad' && attributes.has('mode')) ?? true;
}

/** Where the graph does not tell on which grid it pools: that of the sizes, else what nearly every network has at most. */
function usualGrid({ min, step }: Series): number {
  const size = step === 0 ? min : step;
  return [64, 32, 16, 8, 4, 2].find(grid => size % grid === 0) ?? (step === 0 ? 1 : step);
}

function haloOf(axis: Axis | undefined, way: OutputWay | undefined): number {
  return axis && way ? Math.ceil(axis.halo / way.scale) : 0;
}

function inputWays(id: string, { inputs }: ModelDescription): (InputWay | undefined)[] {
  const places = inputs.map(({ axes }) => axes.findIndex(axis => isSliding(axis) && axis.id === id));
  const own = inputs.findIndex(({ axes }, input) => places[input] >= 0 && !isReference(axes[places[input]].size));
  const lead = own < 0 ? places.findIndex(at => at >= 0) : own;
  const leading = inputs[lead].axes[places[lead]];
  return inputs.map(({ axes }, input) => {
    const at = places[input];
    if (at < 0) {
      return undefined;
    }
    const { size, scale } = axes[at];
    if (input === lead) {
      return { at, scale: 1, offset: 0 };
    }
    const both = typeof size === 'number' && typeof leading.size === 'number';
    const factor = both ? Number(size) / Number(leading.size) : leading.scale / scale;
    return { at, scale: factor, offset: isReference(size) ? size.offset : 0 };
  });
}

/** The sizes of the leading input that the description allows, for all inputs. */
function describedSizes(
  lead: number,
  inputs: readonly (InputWay | undefined)[],
  description: ModelDescription
): Series {
  const axis = description.inputs[lead].axes[inputs[lead]?.at ?? 0];
  const allowed = allowedOf(axis, description);
  const own: Series =
    allowed.kind === 'fixed'
      ? { min: allowed.size, step: 0 }
      : allowed.kind === 'steps'
        ? { min: allowed.min, step: allowed.step }
        : { min: 1, step: 1 };
  // The sizes of the others must be whole numbers.
  return inputs.reduce((sizes, input) => {
    const denominator = input ? [1, 2, 3, 4, 5, 6, 8, 16].find(by => Number.isInteger(by * input.scale)) : 1;
    const whole = { min: denominator ?? 1, step: denominator ?? 1 };
    return sizes.step === 0 ? sizes : (common(sizes, whole) ?? sizes);
  }, own);
}

interface Followed {
  readonly grid?: Grid;
  readonly radius?: number;
}

/** What the graph tells of one output; nothing where it has an operator that cannot be followed. */
function followed(outline: OnnxModel, inputs: readonly (InputWay | undefined)[], output: number): Followed | undefined {
  const walk = (size: number, from?: number) =>
    walkFrom(
      outline,
      ({ dims }, number) => {
        const way = inputs[number];
        if (!way) {
          return undefined;
        }
        const length = Math.round(size * way.scale + way.offset);
        const line =
          from === undefined ? Line.sizesOnly(length) : number === from ? Line.pixels(length) : Line.apart(length);
        return { rank: dims?.length ?? 0, at: way.at, line };
      },
      output
    );
  try {
    const sizes = new Map<number, number>();
    for (let size = 1; size <= longestTried; size++) {
      const line = walk(size);
      if (line === 'mixed') {
        return { radius: Infinity };
      }
      if (line) {
        sizes.set(size, line.length);
      }
    }
    const grid = gridOf(sizes);
    return grid && { grid, radius: farthest(inputs, grid, walk) };
  } catch (error) {
    if (error instanceof UnknownExtent) {
      return undefined;
    }
    throw error;
  }
}

/** The farthest over all inputs, each followed alone; in pixels of the leading one. */
function farthest(
  inputs: readonly (InputWay | undefined)[],
  { min, step, scale, offset }: Grid,
  walk: (size: number, from: number) => ReturnType<typeof walkFrom>
): number {
  return inputs.reduce((most, input, number) => {
    if (!input) {
      return most;
    }
    // The same sizes in this input's own pixels.
    const own = {
      min: Math.round(min * input.scale + input.offset),
      step: Math.round(step * input.scale),
      scale: scale / input.scale,
      offset: offset - (scale / input.scale) * input.offset
    };
    const radius = radiusOver(own, size => walk((size - input.offset) / input.scale, number));
    return Math.max(most, Math.ceil(radius / input.scale));
  }, 0);
}

function outputWay(
  at: number,
  axis: Axis,
  id: string,
  description: ModelDescription,
  found: Followed | undefined
): OutputWay {
  if (found?.grid) {
    return { at, scale: found.grid.scale, offset: found.grid.offset, radius: found.radius };
  }
  const allowed = allowedOf(axis, description);
  const followsIt = allowed.kind === 'follows' && allowed.axis === id;
  return {
    at,
    scale: followsIt ? allowed.factor : 1,
    offset: followsIt ? allowed.offset : 0,
    radius: found?.radius
  };
}

function fixedSize(outline: OnnxModel | null, at: number, input: number): number | undefined {
  const constants = new Set(outline?.graph.initializers.map(({ name }) => name));
  const dims = outline?.graph.inputs.filter(({ name }) => !constants.has(name))[input]?.dims;
  const size = dims?.[at];
  return typeof size === 'number' && size > 0 ? size : undefined;
}
