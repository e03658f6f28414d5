import { describe } from '../../spec/messages';
import { networkTexts } from '../../spec/texts/network';
import type { Readiness } from '../report/report';
import { operationsOf } from './subject';
import type { Subject } from './subject';

/** Steps that bioimageio.core leaves to other packages, and which. */
const packages: Readonly<Record<string, string>> = {
  stardist_postprocessing: 'stardist',
  cellpose_flow_dynamics: 'cellpose'
};

/**
 * Whether bioimageio.core runs the bundle: from the format's verdict, what it would say of the numbers that were
 * computed here, and the sizes that were tried.
 */
export function pythonVerdict(subject: Subject): Omit<Readiness, 'consumer'> {
  const { findings, reproduction } = subject;
  const line = (verdict: Readiness['verdict'], reason: string) => ({ verdict, reason });
  const invalid = findings.find(({ by, severity }) => by === 'zoo' && severity === 'error');
  if (invalid) {
    return line('will not run', `It refuses descriptions that break the format. ${describe(invalid)}`);
  }
  // Weights formats stand for one another: one that gives the right numbers is enough for each output.
  const right = new Set(reproduction.filter(({ zoo }) => zoo === 'passed').map(({ output }) => output));
  const wrong = reproduction.find(({ zoo, output }) => zoo === 'failed' && !right.has(output));
  if (wrong) {
    const ran = wrong.maxAbsolute !== null;
    const start = ran ? 'It runs, but not as its test says' : 'The network did not run';
    return line(ran ? 'runs with limits' : 'will not run', `${start}: ${sentence(wrong.reason)}`);
  }
  if (operationsOf(subject).some(({ operation: { id } }) => id === 'custom')) {
    return line(
      'runs with limits',
      'It has a step of its own code, which bioimageio.core runs only where that is allowed.'
    );
  }
  const needed = operationsOf(subject).flatMap(({ operation: { id } }) =>
    Object.hasOwn(packages, id) ? [packages[id]] : []
  );
  if (needed.length > 0) {
    return line(
      'runs with limits',
      `It runs where the Python package ${needed[0]} is installed, too, which bioimageio.core does not bring along.`
    );
  }
  const sized = findings.find(({ code, severity }) => severity === 'error' && Object.hasOwn(networkTexts, code));
  if (sized) {
    return line('runs with limits', describe(sized));
  }
  const untried = reproduction.length === 0 || right.size === 0;
  return line(
    'runs',
    untried
      ? 'Nothing speaks against it: the format is right. Its weights could not be run here, so nobody looked at the numbers.'
      : 'Nothing speaks against it: the format is right, and bioimageio.core would find the expected output.'
  );
}

function sentence(reason: string): string {
  return reason.endsWith('.') ? reason : `${reason}.`;
}
