import type { Finding } from '../../spec/finding';
import { describe } from '../../spec/messages';
import { failsZooTest } from '../network/sizes';
import type { FormatVerdict, Report, Reproduction } from './report';

/**
 * Our verdict. Weights that cannot run here fail nothing as long as others passed; where nothing could run the verdict is
 * "not run". `reproduction` is `null` where only the format was asked for: then the format alone decides.
 */
export function verdictOf(
  format: FormatVerdict,
  reproduction: readonly Reproduction[] | null
): Pick<Report, 'verdict' | 'reason'> {
  const wrong = format.findings.find(
    ({ by, severity }) => severity === 'error' && (by === 'zoo' || (by === 'zooport' && reproduction !== null))
  );
  if (wrong) {
    return { verdict: 'failed', reason: describe(wrong) };
  }
  if (reproduction === null) {
    return { verdict: 'passed' };
  }
  const failed = reproduction.find(({ verdict }) => verdict === 'failed');
  if (failed) {
    return { verdict: 'failed', reason: sentence(failed) };
  }
  const outputs = new Set(reproduction.map(({ output }) => output));
  const passed = new Set(reproduction.filter(({ verdict }) => verdict === 'passed').map(({ output }) => output));
  const missing = reproduction.find(({ output }) => !passed.has(output));
  return outputs.size > 0 && !missing
    ? { verdict: 'passed' }
    : { verdict: 'not run', reason: missing ? sentence(missing) : 'The description has no outputs or no weights.' };
}

/**
 * What bioimageio.core's test says of the weights that ran here: it compares the test outputs, and runs the network at
 * other sizes. Weights that did not run fail nothing.
 */
export function zooSays(reproduction: readonly Reproduction[], findings: readonly Finding[]): Reproduction['zoo'] {
  const said = reproduction.map(({ zoo }) => zoo);
  const ran = said.some(verdict => verdict !== 'not run');
  if (said.includes('failed') || (ran && findings.some(failsZooTest))) {
    return 'failed';
  }
  return ran ? 'passed' : 'not run';
}

function sentence({ weights, output, reason }: Reproduction): string {
  return `Output “${output}” (${weights}): ${reason}${reason.endsWith('.') ? '' : '.'}`;
}
