import * as React from 'react';
import type { Reproduction } from '../../preview/report/report';
import { useTranslate } from '../common/translate';
import { orDash } from './text';

/** The elements that differ most, folded: whoever looks for the reason wants to see where they lie. */
export function Elements({ table }: Pick<Reproduction, 'table'>): React.ReactElement | null {
  const t = useTranslate();
  if (!table || table.length === 0) {
    return null;
  }
  // Axes along which none of them differs in place say nothing.
  const axes = Object.keys(table[0].at).filter(axis => axis !== 'batch' || table.some(({ at }) => at[axis] > 0));
  return (
    <details className="jp-Zooport-elements">
      <summary>{t('Values that differ most: %1', table.length)}</summary>
      <table className="jp-Zooport-numbers">
        <thead>
          <tr>
            {axes.map(axis => (
              <th key={axis} scope="col">
                {axis}
              </th>
            ))}
            <th scope="col">{t('expected')}</th>
            <th scope="col">{t('reproduced')}</th>
            <th scope="col">{t('difference')}</th>
          </tr>
        </thead>
        <tbody>
          {table.map(({ at, expected, got, difference }) => (
            <tr key={Object.values(at).join(' ')}>
              {axes.map(axis => (
                <td key={axis}>{at[axis]}</td>
              ))}
              <td>{orDash(expected)}</td>
              <td>{orDash(got)}</td>
              <td>{orDash(difference)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  );
}
