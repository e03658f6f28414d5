import * as React from 'react';
import { useId, useRef } from 'react';
import type { CropBox } from '../../../kernel/protocol';
import { useTranslate } from '../../common/translate';
import { clampCrop, moved, resized, withNumber, type ImageSize } from './box';
import { cutOf, isSameBox } from '../cut';
import { NumberInput } from '../fields/NumberInput';
import type { Picture } from '../state';
import { lookup } from '../../../tensor/lookup';

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
  const cut = cutOf(shown, picture);
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
      <Rectangle png={png} size={size} crop={shown} cut={cut} onChange={onChange} />
      <Cut drawn={shown} cut={cut} picture={picture} />
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

interface CutProps {
  readonly drawn: CropBox;
  /** Null where nothing is left of what was drawn. */
  readonly cut: CropBox | null;
  readonly picture: Picture;
}

/** Says what becomes of the part where it is not what was drawn. */
function Cut({ drawn, cut, picture }: CutProps): React.ReactElement {
  const t = useTranslate();
  const steps = [...new Set(picture.grid?.step)].length === 1 ? picture.grid?.step[0] : picture.grid?.step.join(' × ');
  return (
    <p className="jp-Zooport-hint" role="status">
      {cut === null &&
        t(
          'This part is too small: the network takes sizes that are multiples of %1 pixels. Make it larger.',
          steps ?? 1
        )}
      {cut !== null &&
        !isSameBox(cut, drawn) &&
        t(
          'What will be cut: %1, the bright part. The network works in steps of %2 pixels, so it begins and ends at one.',
          cut.depth === undefined
            ? t('top %1, left %2, height %3, width %4', cut.y, cut.x, cut.height, cut.width)
            : t(
                'top %1, left %2, height %3, width %4, from plane %5 on %6 planes',
                ...[cut.y, cut.x, cut.height, cut.width, (cut.z ?? 0) + 1, cut.depth]
              ),
          steps ?? 1
        )}
    </p>
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
  /** What will be cut of it. */
  readonly cut: CropBox | null;
  onChange(crop: CropBox): void;
}

/**
 * The thumbnail with the rectangle on it; its corner changes the size. All in parts of the image, at any width. What will
 * be cut is bright, and the rectangle is dashed where it is another.
 */
function Rectangle({ png, size, crop, cut, onChange }: RectangleProps): React.ReactElement {
  const t = useTranslate();
  const { rows, columns } = size;
  const frame = useRef<HTMLDivElement>(null);
  const held = useRef<{ x: number; y: number; crop: CropBox; corner: boolean } | null>(null);
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
  const isCut = cut !== null && isSameBox(cut, crop);
  return (
    <div ref={frame} className="jp-Zooport-thumbnail" style={{ aspectRatio: `${columns} / ${rows}` }}>
      <img
        src={`data:image/png;base64,${png}`}
        alt={t('The test image, %1 by %2 pixels', rows, columns)}
        draggable={false}
      />
      {cut !== null && !isCut && <div className="jp-Zooport-cut" style={placeOf(cut, size)} />}
      <div
        className={`jp-Zooport-cropBox${isCut ? '' : ' jp-mod-drawn'}`}
        role="group"
        tabIndex={0}
        aria-label={t('Part of the image: arrow keys move it, Shift and arrow keys change its size')}
        style={placeOf(crop, size)}
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

function placeOf({ y, x, height, width }: CropBox, { rows, columns }: ImageSize): React.CSSProperties {
  const percent = (part: number, whole: number): string => `${(100 * part) / whole}%`;
  return {
    top: percent(y, rows),
    left: percent(x, columns),
    width: percent(width, columns),
    height: percent(height, rows)
  };
}

const arrows: Readonly<Record<string, { x: number; y: number }>> = {
  ArrowLeft: { x: -1, y: 0 },
  ArrowRight: { x: 1, y: 0 },
  ArrowUp: { x: 0, y: -1 },
  ArrowDown: { x: 0, y: 1 }
};
