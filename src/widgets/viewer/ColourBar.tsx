import * as React from 'react';
import { formatNumber } from '../common/number';
import type { Contrast } from './contrast/contrast';
import type { Painting } from './models';
import { cssColour } from './paint/colours';

/** What the colours mean: the map from its lowest to its highest value, with both numbers. */
export function ColourBar({
  painting: { contrast, map, gamma = 1 },
  unit
}: {
  painting: Extract<Painting, { kind: 'scale' }>;
  unit?: string;
}): React.ReactElement {
  const stops = Array.from({ length: 9 }, (_, index) =>
    cssColour(map[Math.round((index / 8) ** gamma * (map.length - 1))])
  );
  return (
    <div className="jp-Zooport-colourBar">
      <span>{formatEnd(contrast.low, contrast)}</span>
      <span className="jp-Zooport-colours" style={{ background: `linear-gradient(to right, ${stops.join(', ')})` }} />
      <span>
        {formatEnd(contrast.high, contrast)}
        {unit !== undefined && ` ${unit}`}
      </span>
    </div>
  );
}

/** An end that no colour could tell from 0 is shown as 0: a sigmoid's 2.8e−21 says nothing here. */
function formatEnd(value: number, { low, high }: Contrast): string {
  return formatNumber(Math.abs(value) < (high - low) * 1e-6 ? 0 : value, 3);
}
