import type { Fields } from '../../cursor';
import type { Finding } from '../../finding';
import { configRules } from './config';
import { datasetRules } from './dataset';
import { fileRules } from './files';
import { letterRules } from './letters';
import { modelRules } from './model';
import { nameRules } from './names';
import { peopleRules } from './people';
import type { OldRule } from './places';
import { recommendedRules } from './recommended';
import { shapeRules } from './shapes';
import { stepRules } from './steps';
import { tensorRules } from './tensors';
import { callableRules, weightsRules } from './weights';

/** Rules on single fields first; then on groups of them, from the inside out: none looks at what is rejected already. */
const rules: readonly OldRule[] = [
  nameRules,
  letterRules,
  fileRules,
  peopleRules,
  configRules,
  datasetRules,
  callableRules,
  recommendedRules,
  stepRules,
  shapeRules,
  tensorRules,
  weightsRules,
  modelRules
];

/** Everything of format 0.4 that its schema does not say. */
export function applyOldRules(fields: Fields, rejected: readonly Finding[]): Finding[] {
  const found: Finding[] = [];
  for (const rule of rules) {
    found.push(...rule(fields, [...rejected, ...found]));
  }
  return found;
}
