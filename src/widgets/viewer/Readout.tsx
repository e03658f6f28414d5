import * as React from 'react';
import { useTranslate } from '../common/translate';
import type { Point } from './camera/camera';
import { valueText } from './objects/objectText';
import { reading, type Pictures } from './pictures';

/** The values at one pixel, and the pixel itself, which can be typed as well. */
export function Readout({
  pictures,
  own,
  cursor,
  onMove
}: {
  pictures: Pictures;
  own: boolean;
  cursor: Point | null;
  onMove(pixel: Point): void;
}): React.ReactElement {
  const t = useTranslate();
  const { plane } = pictures.expected;
  const compared = [
    [t('expected'), pictures.expected],
    [t('reproduced'), pictures.reproduced],
    [t('difference'), pictures.difference]
  ] as const;
  const outputs = own ? ([[t('output'), pictures.expected]] as const) : compared;
  const rows = [[t('input'), pictures.input] as const, ...outputs];
  return (
    <div className="jp-Zooport-readout">
      <fieldset>
        <legend>{t('Pixel')}</legend>
        <Coordinate
          label="y"
          value={cursor?.y}
          size={plane.height}
          onChange={y => {
            onMove({ x: cursor?.x ?? 0, y });
          }}
        />
        <Coordinate
          label="x"
          value={cursor?.x}
          size={plane.width}
          onChange={x => {
            onMove({ x, y: cursor?.y ?? 0 });
          }}
        />
      </fieldset>
      <table>
        <caption className="jp-Zooport-hidden">{t('Values at this pixel')}</caption>
        <tbody>
          {rows.map(([title, picture]) => {
            const value = cursor ? reading(picture, plane, cursor) : undefined;
            return (
              <tr key={title}>
                <th scope="row">{title}</th>
                <td>{valueText(picture, value, t)}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}

function Coordinate({
  label,
  value,
  size,
  onChange
}: {
  label: string;
  value: number | undefined;
  size: number;
  onChange(value: number): void;
}): React.ReactElement {
  return (
    <label>
      {label}
      <input
        type="number"
        min={0}
        max={size - 1}
        value={value ?? ''}
        onChange={event => {
          const number = Math.floor(event.target.valueAsNumber);
          if (number >= 0 && number < size) {
            onChange(number);
          }
        }}
      />
    </label>
  );
}
