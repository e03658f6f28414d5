import * as React from 'react';
import { useRef } from 'react';
import type { CropBox } from '../../kernel/protocol';
import { useTranslate } from '../common/translate';
import { moved, resized, withNumber } from './box';
import { NumberInput } from './NumberInput';
import type { Picture } from './state';

interface CropProps {
  readonly picture: Picture;
  /** PNG in base64. */
  readonly png: string;
  /** Null: the suggested one. */
  readonly crop: CropBox | null;
  onChange(crop: CropBox | null): void;
}

/** The part of the image that becomes the test input: a rectangle to drag, and its numbers. */
export function Crop({ picture, png, crop, onChange }: CropProps): React.ReactElement {
  const t = useTranslate();
  const [rows, columns] = picture.shape;
  const shown = crop ?? picture.suggested ?? { y: 0, x: 0, height: rows, width: columns };
  const numbers = [
    ['y', t('Top'), rows],
    ['x', t('Left'), columns],
    ['height', t('Height'), rows],
    ['width', t('Width'), columns]
  ] as const;
  return (
    <div className="jp-Zooport-crop">
      <Rectangle png={png} rows={rows} columns={columns} crop={shown} onChange={onChange} />
      <fieldset className="jp-Zooport-row">
        <legend>{t('Part of the image, in pixels')}</legend>
        <div className="jp-Zooport-numbersGrid">
          {numbers.map(([name, label, max]) => (
            <NumberInput
              key={name}
              label={label}
              value={shown[name]}
              min={0}
              max={max}
              onChange={value => {
                onChange(withNumber(shown, name, value, rows, columns));
              }}
            />
          ))}
        </div>
        {crop === null ? (
          <p className="jp-Zooport-hint">{t('Our suggestion. Drag the rectangle, or type, to take another part.')}</p>
        ) : (
          <button
            type="button"
            onClick={() => {
              onChange(null);
            }}
          >
            {t('Take the suggested part')}
          </button>
        )}
      </fieldset>
    </div>
  );
}

interface RectangleProps {
  readonly png: string;
  readonly rows: number;
  readonly columns: number;
  readonly crop: CropBox;
  onChange(crop: CropBox): void;
}

/** The thumbnail with the rectangle on it; its corner changes the size. All in parts of the image, at any width. */
function Rectangle({ png, rows, columns, crop, onChange }: RectangleProps): React.ReactElement {
  const t = useTranslate();
  const frame = useRef<HTMLDivElement>(null);
  const held = useRef<{ x: number; y: number; crop: CropBox; corner: boolean } | null>(null);
  const percent = (part: number, whole: number): string => `${(100 * part) / whole}%`;
  const step = Math.max(1, Math.round(Math.max(rows, columns) / 64));

  const onPointerDown = (event: React.PointerEvent): void => {
    const corner = event.target instanceof Element && event.target.classList.contains('jp-Zooport-corner');
    held.current = { x: event.clientX, y: event.clientY, crop, corner };
    event.currentTarget.setPointerCapture?.(event.pointerId);
  };
  const onPointerMove = (event: React.PointerEvent): void => {
    const start = held.current;
    const width = frame.current?.clientWidth ?? 0;
    if (start && width > 0) {
      const perPixel = columns / width;
      const change = start.corner ? resized : moved;
      onChange(
        change(start.crop, (event.clientY - start.y) * perPixel, (event.clientX - start.x) * perPixel, rows, columns)
      );
    }
  };
  const onKeyDown = (event: React.KeyboardEvent): void => {
    const by = arrows[event.key];
    if (by) {
      event.preventDefault();
      event.stopPropagation();
      onChange((event.shiftKey ? resized : moved)(crop, by.y * step, by.x * step, rows, columns));
    }
  };
  const release = (): void => {
    held.current = null;
  };
  return (
    <div ref={frame} className="jp-Zooport-thumbnail" style={{ aspectRatio: `${columns} / ${rows}` }}>
      <img
        src={`data:image/png;base64,${png}`}
        alt={t('The test image, %1 by %2 pixels', rows, columns)}
        draggable={false}
      />
      <div
        className="jp-Zooport-cropBox"
        role="group"
        tabIndex={0}
        aria-label={t('Part of the image: arrow keys move it, Shift and arrow keys change its size')}
        style={{
          top: percent(crop.y, rows),
          left: percent(crop.x, columns),
          width: percent(crop.width, columns),
          height: percent(crop.height, rows)
        }}
        onPointerDown={onPointerDown}
        onPointerMove={onPointerMove}
        onPointerUp={release}
        onPointerCancel={release}
        onKeyDown={onKeyDown}
      >
        <span className="jp-Zooport-corner" />
      </div>
    </div>
  );
}

const arrows: Readonly<Record<string, { x: number; y: number }>> = {
  ArrowLeft: { x: -1, y: 0 },
  ArrowRight: { x: 1, y: 0 },
  ArrowUp: { x: 0, y: -1 },
  ArrowDown: { x: 0, y: 1 }
};
