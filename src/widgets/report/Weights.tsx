import * as React from 'react';
import { weightsTable, type WeightsCell } from '../../preview/report/weights';
import type { Report } from '../../preview/report/report';
import { Icon } from '../common/Icon';
import { useTranslate } from '../common/translate';
import { orDash, whyNotRun } from './text';

const signs = { passed: 'passed', failed: 'failed', 'not run': 'skipped' } as const;

/** All weights by output: how far each is from the expected output and from the others, and which programs read it. */
export function WeightsTable({ report }: { report: Report }): React.ReactElement | null {
  const t = useTranslate();
  const { outputs, rows } = weightsTable(report);
  return rows.length < 2 ? null : (
    <div className="jp-Zooport-weights">
      <table>
        <caption>
          {t('All weights of the bundle: the largest difference to the expected output and to each other')}
        </caption>
        <thead>
          <tr>
            <th scope="col">{t('Weights')}</th>
            {outputs.map(output => (
              <th key={output} scope="col">
                {t('Output “%1”', output)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ weights, engine, readers, cells }) => (
            <tr key={weights}>
              <th scope="row">
                <span className="jp-Zooport-format">{weights}</span>
                {engine !== undefined && <small>{t('run by %1', engine)}</small>}
                <small>{t('read by %1', readers.map(reader => t(reader)).join(', ') || t('no program here'))}</small>
              </th>
              {cells.map(cell => (
                <Cell key={cell.reproduction.output} cell={cell} />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Cell({ cell: { reproduction, others } }: { cell: WeightsCell }): React.ReactElement {
  const t = useTranslate();
  const { verdict, maxAbsolute, labels } = reproduction;
  const said = { passed: t('reproduces'), failed: t('differs'), 'not run': t('not run: %1', whyNotRun(reproduction)) }[
    verdict
  ];
  return (
    <td>
      <Icon name={signs[verdict]} />
      {said}
      {verdict !== 'not run' && (
        <ul>
          {/* The numbers of objects are names: how far they are from each other says nothing. */}
          {labels ? (
            <li>{t('objects the same as expected: %1 of %2', labels.matched, labels.expected)}</li>
          ) : (
            <li>{t('to the expected output: %1', orDash(maxAbsolute))}</li>
          )}
          {others.map(other => (
            <li key={other.weights}>{t('to %1: %2', other.weights, orDash(other.maxAbsolute))}</li>
          ))}
        </ul>
      )}
    </td>
  );
}
