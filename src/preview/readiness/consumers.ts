import { consumerIds, consumers } from '../../spec/consumers';
import type { ConsumerId } from '../../spec/consumers';
import type { Readiness } from '../report/report';
import { deepimagejRules } from './deepimagej/rules';
import { ilastikRules } from './ilastik/rules';
import { pythonVerdict } from './python';
import { qupathRules } from './qupath/rules';
import type { Rule, Subject } from './subject';

/** How a program is judged. */
interface Judge {
  /** In the order in which they are told; they may depend on how the program runs this bundle. */
  rules(subject: Subject): readonly Rule[];
  /** Where more than its own rules decides: its line of the report. */
  verdict?(subject: Subject): Omit<Readiness, 'consumer'>;
}

/** A program that may run a bundle. */
export interface Consumer extends Judge {
  readonly id: ConsumerId;
  readonly name: string;
  readonly judgedBy: string;
}

/** One for each program of `spec/consumers.ts`. */
const JUDGES: Readonly<Record<ConsumerId, Judge>> = {
  python: { rules: () => [], verdict: pythonVerdict },
  deepimagej: { rules: deepimagejRules },
  ilastik: { rules: () => ilastikRules },
  qupath: { rules: () => qupathRules }
};

/** In the order of the report. */
export const CONSUMERS: readonly Consumer[] = consumerIds.map(id => ({
  id,
  name: consumers[id].name,
  judgedBy: consumers[id].judgedBy,
  ...JUDGES[id]
}));
