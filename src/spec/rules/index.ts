import type { Fields } from '../cursor';
import type { Finding } from '../finding';
import type { ModelDescription } from '../model';
import { axisRules } from './axes';
import { dataRules } from './data';
import { evaluationRules } from './evaluations';
import { fileRules } from './files';
import { identityRules } from './identity';
import { operationRules } from './operations';
import { peopleRules } from './people';
import { recommendedRules } from './recommended';
import { sizeRules } from './sizes';
import { toleranceRules } from './tolerances';
import { trainingRules } from './training';
import { weightsRules } from './weights';

/** One group of rules that need more than one field. `raw` is the description in 0.5's shapes, read as the zoo does. */
type Rule = (description: ModelDescription, raw: Fields) => Finding[];

const rules: readonly Rule[] = [
  identityRules,
  peopleRules,
  axisRules,
  sizeRules,
  dataRules,
  operationRules,
  weightsRules,
  fileRules,
  toleranceRules,
  evaluationRules,
  trainingRules,
  recommendedRules
];

/** Everything that the description's own fields tell of each other. */
export function applyRules(description: ModelDescription, raw: Fields): Finding[] {
  return rules.flatMap(rule => rule(description, raw));
}
