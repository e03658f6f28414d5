import type { Fields } from '../cursor';
import type { Finding } from '../finding';
import type { Path } from '../path';
import { fieldOf, found, groupsIn } from './places';

/** Tables of results in the model card: as many rows as metrics, as many columns as factors, a long name for each. */
export function evaluationRules(_: unknown, raw: Fields): Finding[] {
  const path = ['config', 'bioimageio', 'evaluations'];
  return groupsIn(fieldOf(raw, ...path), path).flatMap(({ fields, path: where }) => tableRules(fields, where));
}

function tableRules(evaluation: Fields, path: Path): Finding[] {
  const lists = ['evaluation_factors', 'evaluation_factors_long', 'metrics', 'metrics_long', 'results'].map(
    field => evaluation[field]
  );
  if (!lists.every(Array.isArray)) {
    return [];
  }
  const [factors, factorsLong, metrics, metricsLong, results] = lists as unknown[][];
  const columns = results.filter(row => !Array.isArray(row) || row.length !== factors.length);
  const wrong = [
    factors.length !== factorsLong.length && 'a long name for each of “evaluation_factors”',
    metrics.length !== metricsLong.length && 'a long name for each of “metrics”',
    results.length !== metrics.length && 'one row of “results” for each metric',
    columns.length > 0 && 'one column of “results” for each evaluation factor'
  ];
  return wrong.flatMap(expected => (expected === false ? [] : [found('evaluation-shape', path, { expected })]));
}
