import * as React from 'react';
import { useMemo, useState } from 'react';
import type { OutputView } from '../../../preview/report/report';
import { unitSign } from '../scale/bar';
import { formatNumber } from '../../common/number';
import { useTranslate } from '../../common/translate';
import { pixelSizeOf, stretchOf } from '../scale/pixelSize';
import type { Objects } from './objects';
import { objectRows, placeText, sortedRows, type ObjectRow, type Order } from './table';

/** A long table makes a page slow; more come on request. */
const atOnce = 50;

/** Every object with its size and place, sorted by a click on a head; a click on a place goes there. */
export function ObjectTable({
  view,
  objects,
  onGo
}: {
  view: OutputView;
  objects: Objects;
  onGo(at: readonly number[]): void;
}): React.ReactElement {
  const t = useTranslate();
  const rows = useMemo(() => objectRows(view, objects), [view, objects]);
  const compared = objects.match !== null;
  const [order, setOrder] = useState<Order>(compared ? 'overlap' : 'size');
  const [turned, setTurned] = useState(false);
  const [shown, setShown] = useState(atOnce);
  const sorted = useMemo(() => sortedRows(rows, order, turned), [rows, order, turned]);
  const size = useSizeText(view);
  const head = (name: Order, text: string): React.ReactElement => (
    <th scope="col" aria-sort={order !== name ? undefined : turned ? 'descending' : 'ascending'}>
      <button
        type="button"
        onClick={() => {
          setTurned(order === name && !turned);
          setOrder(name);
        }}
      >
        {text}
        <span aria-hidden="true">{order !== name ? '' : turned ? ' ▴' : ' ▾'}</span>
      </button>
    </th>
  );
  return (
    <>
      <table className="jp-Zooport-numbers jp-Zooport-objects">
        <caption>{t('%1 objects; sizes in %2', rows.length, size.unit)}</caption>
        <thead>
          <tr>
            {head('number', t('Object'))}
            {head('size', t('Size'))}
            {compared && head('overlap', t('Shared'))}
            <th scope="col">{t('Place')}</th>
          </tr>
        </thead>
        <tbody>
          {sorted.slice(0, shown).map(row => (
            <tr key={`${row.of} ${row.number}`}>
              <td>{row.of === 'expected' ? row.number : t('%1 (too many)', row.number)}</td>
              <td>{size.text(row)}</td>
              {compared && <td>{row.overlap === undefined ? '–' : `${formatNumber(row.overlap * 100)} %`}</td>}
              <td>
                <button
                  type="button"
                  onClick={() => {
                    onGo(row.at);
                  }}
                >
                  {placeText(row, view.expected.axes)}
                </button>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {shown < sorted.length && (
        <button
          type="button"
          onClick={() => {
            setShown(shown + 4 * atOnce);
          }}
        >
          {t('More (%1 of %2)', shown, sorted.length)}
        </button>
      )}
    </>
  );
}

/** Sizes in pixels, or in what these measure where that is known. */
function useSizeText(view: OutputView): { unit: string; text(row: ObjectRow): string } {
  const t = useTranslate();
  const pixel = pixelSizeOf(view);
  const deep = view.expected.axes.some((id, axis) => id === 'z' && view.expected.tensor.shape[axis] > 1);
  if (!pixel) {
    return { unit: deep ? t('voxels') : t('pixels'), text: ({ size }) => String(size) };
  }
  const one = deep ? pixel.value ** 3 * stretchOf(view) : pixel.value ** 2;
  const unit = `${unitSign(pixel.unit)}${deep ? '³' : '²'}`;
  return { unit, text: ({ size }) => formatNumber(size * one) };
}
