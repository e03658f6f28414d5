import type { OutputView, ViewTensor } from '../../preview/report/report';
import { objectColour } from '../../tensor/labels';
import type { Contrast } from './contrast/contrast';
import type { DifferenceScale } from './difference/difference';
import { channelOf, contrastOf, type Look, type Looks } from './looks';
import type { Layer, Painting, PictureModel } from './models';
import { differenceColour, foundColour, numbersOf, type Objects } from './objects/objects';
import type { Colour } from './paint/colour';
import { diverging } from './paint/colours';
import { channelColours, mapOf, rampOf } from './paint/maps';
import { isChannel, isDepth, type Position } from './plane/axes';
import type { Plane } from './plane/plane';
import type { Planes } from './planes';
import type { Whole } from './whole';

/** What lies above a threshold: no map has it beside the greys that it is drawn over. */
export const maskColour: Colour = [255, 150, 50];

/** More channels on one another are not told apart. */
const mostChannels = 6;

export function inputModel(
  view: OutputView,
  whole: Whole,
  planes: Planes,
  position: Position,
  looks: Looks
): PictureModel {
  const painting = scaleOf(view.input, looks.input, whole.input, channelAt(position, whole));
  const layers = composite('input', view.input, looks.input, whole, planes);
  return { name: 'input', plane: planes.input, painting, ...(layers && { layers }), unit: view.input.unit };
}

export function outputModel(
  name: 'expected' | 'reproduced',
  view: OutputView,
  whole: Whole,
  planes: Planes,
  position: Position,
  looks: Looks,
  input: PictureModel
): PictureModel {
  const plane = planes[name] ?? planes.expected;
  const tensor = view[name] ?? view.expected;
  // Expected and reproduced always share their contrast, which the expected values give.
  const painting = whole.objects
    ? objectPainting(name, plane, whole.objects, whole)
    : scaleOf(view.expected, looks.output, whole.output, channelAt(position, whole));
  const layers =
    outputLayers(plane, painting, looks, input) ?? composite(name, view.expected, looks.output, whole, planes);
  return { name, plane, painting, ...(layers && { layers }), unit: tensor.unit };
}

/** What lies over the input, or a mask over the values it was made of; null where the output stands alone. */
function outputLayers(plane: Plane, painting: Painting, looks: Looks, input: PictureModel): readonly Layer[] | null {
  const { over, opacity, outline, threshold } = looks;
  if (painting.kind === 'objects') {
    const ground = over ? groundOf(input) : [{ plane, painting: { ...painting, colourOf: () => objectColour(0) } }];
    const objects: Layer = { plane, painting: { ...painting, seeThrough: true }, outline, opacity };
    return over ? [...ground, objects] : outline ? [...ground, { ...objects, opacity: 1 }] : null;
  }
  const mask = threshold === null ? null : { kind: 'mask' as const, above: threshold, colour: maskColour };
  if (over) {
    return [...groundOf(input), { plane, painting: mask ?? painting, opacity }];
  }
  return mask
    ? [
        { plane, painting },
        { plane, painting: mask, opacity }
      ]
    : null;
}

function groundOf({ plane, painting, layers }: PictureModel): readonly Layer[] {
  return layers ?? [{ plane, painting }];
}

function channelAt(position: Position, { sliders }: Whole): number {
  const axis = sliders.find(isChannel);
  return axis ? (position[axis.id] ?? 0) : 0;
}

function scaleOf(view: ViewTensor, look: Look, shared: Contrast, channel: number): Painting {
  return {
    kind: 'scale',
    contrast: contrastOf(view, { ...look, composite: 'no' }, channel, shared),
    map: mapOf(look.map, look.inverted),
    gamma: look.gamma
  };
}

/** All channels in colours of their own, added up; null where they are not wanted, or there is one only. */
function composite(
  name: 'input' | 'expected' | 'reproduced',
  view: ViewTensor,
  look: Look,
  { sliders, output }: Whole,
  planes: Planes
): readonly Layer[] | null {
  const axis = sliders.find(isChannel);
  const count = channelOf(view, 0)?.count ?? 1;
  if (look.composite === 'no' || !axis || count < 2) {
    return null;
  }
  const colours = channelColours(count, look.composite);
  return Array.from({ length: Math.min(count, mostChannels) }, (_, channel) => ({
    plane: planes.channel(name, axis.id, channel),
    painting: {
      kind: 'scale' as const,
      contrast: contrastOf(view, look, channel, output),
      map: rampOf(colours[channel]),
      gamma: look.gamma
    },
    blend: 'add' as const
  }));
}

function objectPainting(name: 'expected' | 'reproduced', plane: Plane, objects: Objects, { sliders }: Whole): Painting {
  const colourOf = name === 'expected' ? objectColour : foundColour(objects.match);
  const here = sliders.some(isDepth) ? { here: numbersOf(plane).size } : {};
  return { kind: 'objects', colourOf, count: objects[name], ...here };
}

/** Objects that differ have colours of their own; values blue below and orange above the expected one. */
export function differencePainting(objects: Objects | null, scale: DifferenceScale | null): Painting {
  if (objects?.match) {
    const { missing, extra, differing } = objects.match.labels;
    return { kind: 'objects', colourOf: differenceColour, count: missing + extra + differing };
  }
  const limit = scale?.limit ?? 1;
  return { kind: 'scale', contrast: { low: -limit, high: limit }, map: diverging };
}
