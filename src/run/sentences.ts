import type { ModelDescription, Padding } from '../spec/model';
import { usualPadding } from './tiles/grid';
import { reachOf } from './tiles/plan';
import type { Cut } from './tiles/plan';

/** What was done about the image's size, and what of it may matter. */
export function sizeSentences(
  cuts: readonly Cut[],
  { inputs }: ModelDescription
): { readonly read: readonly string[]; readonly warnings: readonly string[] } {
  const added = cuts.filter(({ padded, image }) => padded > image);
  const grown = added.map(({ padded, image, way }) => `${padded - image} along ${way.id} (${image} to ${padded})`);
  const how = continuation(inputs[0]?.pad ?? usualPadding);
  const read =
    grown.length === 0
      ? []
      : [`The network takes no such size: pixels were added at the image’s ${added.some(({ before }) => before > 0) ? 'borders' : 'end'}, ${grown.join(', ')}, ${how}; they are cut off the result.`]; // prettier-ignore
  return { read, warnings: cuts.filter(({ pieces }) => pieces.length > 1).flatMap(tileWarning) };
}

function continuation(padding: Padding): string {
  switch (padding.mode) {
    case 'constant':
      return `of the value ${padding.value}, as the bundle says`;
    case 'edge':
      return 'which repeat its last pixel, as the bundle says';
    default:
      return 'which mirror it';
  }
}

/** Where the network takes no tiles of the size that was asked for. */
export function askedSentences(cuts: readonly Cut[], asked: number | undefined): string[] {
  const raised = cuts.filter(({ tile, padded }) => asked !== undefined && tile > asked && padded > asked);
  return raised.length === 0
    ? []
    : [
        `Tiles of ${asked} were asked for; the network needs ${raised.map(({ tile, way }) => `${tile} along ${way.id}`).join(', ')}, ` +
          'by the sizes that it takes and how far it looks.'
      ];
}

function tileWarning({ way, lacking, tile }: Cut): string[] {
  const reach = reachOf(way);
  if (!Number.isFinite(reach)) {
    const why = way.outputs.some(output => output?.radius === Infinity)
      ? 'each pixel of its result depends on the whole image (a normalisation over the image, or pooling of all of it)'
      : 'its graph does not tell how far it looks';
    return [
      `The image was cut into tiles of ${tile} along ${way.id}, and of this network ${why}: the result may differ from that of ` +
        'the whole image, most at the borders of tiles. Larger tiles differ less: --tile (tile= in Python).'
    ];
  }
  if (lacking > 0) {
    return [
      `The network looks ${reach} pixels far along ${way.id}, and its tiles of ${tile} have room for ${reach - lacking}: near the ` +
        'borders of tiles the result may differ from that of the whole image.'
    ];
  }
  return way.halo < reach
    ? [
        `The bundle states a halo of ${way.halo} pixels along ${way.id}, and the network looks ${reach} far: ${reach} were taken, ` +
          'so that the result is that of the whole image.'
      ]
    : [];
}
