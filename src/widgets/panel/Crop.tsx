import * as React from 'react';
import { useId, useRef } from 'react';
import type { CropBox } from '../../kernel/protocol';
import { useTranslate } from '../common/translate';
import { clampCrop, moved, resized, withNumber, type ImageSize } from './box';
import { NumberInput } from './NumberInput';
import type { Picture } from './state';
import { lookup } from '../../tensor/lookup';

interface CropProps {
  readonly picture: Picture;
  /** PNG in base64. */
  readonly png: string;
  readonly size: ImageSize;
  /** Null: the suggested one. */
  readonly crop: CropBox | null;
  onChange(crop: CropBox | null): void;
  /** Another plane of a volume is to be shown. */
  onPlane(plane: number): void;
}

/** The part of the image that becomes the test input: a rectangle to drag, and its numbers; in volumes also planes. */
export function Crop({ picture, png, size, crop, onChange, onPlane }: CropProps): React.ReactElement {
  const t = useTranslate();
  const { rows, columns, planes } = size;
  const shown = crop ?? picture.suggested ?? clampCrop({ y: 0, x: 0, height: rows, width: columns }, size);
  const flat = [
    ['y', t('Top'), rows],
    ['x', t('Left'), columns],
    ['height', t('Height'), rows],
    ['width', t('Width'), columns]
  ] as const;
  // Pixels are counted from 0 and planes from 1, as Fiji does.
  const deep = [
    ['z', t('First plane'), planes ?? 1, 1],
    ['depth', t('Planes'), planes ?? 1]
  ] as const;
  const numbers: readonly (readonly [keyof CropBox, string, number, number?])[] =
    planes === undefined ? flat : [...flat, ...deep];
  return (
    <div className="jp-Zooport-crop">
      <Rectangle png={png} size={size} crop={shown} onChange={onChange} />
      {planes !== undefined && (
        <PlaneSlider plane={picture.plane ?? 0} planes={planes} crop={shown} onPlane={onPlane} />
      )}
      <fieldset className="jp-Zooport-row">
        <legend>
          {planes === undefined ? t('Part of the image, in pixels') : t('Part of the volume, in pixels and planes')}
        </legend>
        <div className="jp-Zooport-numbersGrid">
          {numbers.map(([name, label, max, first = 0]) => (
            <NumberInput
              key={name}
              label={label}
              value={(shown[name] ?? 0) + first}
              min={first}
              max={max}
              onChange={value => {
                onChange(withNumber(shown, name, value - first, size));
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

interface PlaneProps {
  readonly plane: number;
  readonly planes: number;
  readonly crop: CropBox;
  onPlane(plane: number): void;
}

/** Which plane of the volume is shown; says whether it is one of the chosen part. Arrow keys go from plane to plane. */
function PlaneSlider({ plane, planes, crop, onPlane }: PlaneProps): React.ReactElement {
  const t = useTranslate();
  const base = useId();
  const { z = 0, depth = planes } = crop;
  const inside = plane >= z && plane < z + depth;
  const place = inside
    ? t('%1 of %2, in the part', plane + 1, planes)
    : t('%1 of %2, outside the part', plane + 1, planes);
  return (
    <div className="jp-Zooport-plane">
      <label htmlFor={base}>{t('Plane shown (z)')}</label>
      <input
        id={base}
        type="range"
        min={0}
        max={planes - 1}
        value={plane}
        aria-valuetext={place}
        onChange={event => {
          onPlane(Number(event.target.value));
        }}
      />
      <output htmlFor={base}>{place}</output>
    </div>
  );
}

interface RectangleProps {
  readonly png: string;
  readonly size: ImageSize;
  readonly crop: CropBox;
  onChange(crop: CropBox): void;
}

/** The thumbnail with the rectangle on it; its corner changes the size. All in parts of the image, at any width. */
function Rectangle({ png, size, crop, onChange }: RectangleProps): React.ReactElement {
  const t = useTranslate();
  const { rows, columns } = size;
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
      onChange(change(start.crop, (event.clientY - start.y) * perPixel, (event.clientX - start.x) * perPixel, size));
    }
  };
  const onKeyDown = (event: React.KeyboardEvent): void => {
    const by = lookup(arrows, event.key);
    if (by) {
      event.preventDefault();
      event.stopPropagation();
      onChange((event.shiftKey ? resized : moved)(crop, by.y * step, by.x * step, size));
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
