import * as React from 'react';
import type { Size } from '../camera/camera';
import { barOf, type PixelSize } from './bar';

/** A bar of a round length at the picture's lower right, with that length. */
export function ScaleBar({
  pixelSize,
  scale,
  frame
}: {
  pixelSize: PixelSize;
  /** Screen pixels of one pixel. */
  scale: number;
  frame: Size;
}): React.ReactElement | null {
  const bar = frame.width > 0 ? barOf(pixelSize, scale, frame.width) : null;
  return (
    bar && (
      <span className="jp-Zooport-scaleBar">
        <span style={{ width: bar.width }} aria-hidden="true" />
        {bar.text}
      </span>
    )
  );
}
