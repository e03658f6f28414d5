import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';

type Environment = 'train' | 'zoo' | 'new';

/**
 * The Python of an environment, which starts as a user's does: slowly, where it imports a framework.
 *
 * @throws where the environment is missing, so that a test fails and is not left out
 */
export function pythonOf(environment: Environment): string {
  const python = resolve(`.envs/${environment}/bin/python`);
  if (!existsSync(python)) {
    throw new Error(`The environment ${environment} is missing. Make it with: python3 scripts/setup.py ${environment}`);
  }
  return python;
}

/**
 * The same Python with its large libraries imported already, where `make test` (or scripts/warm.py) keeps one; for tests
 * of what Python is asked, not of how it starts.
 */
export function warmPythonOf(environment: Environment): string {
  const python = pythonOf(environment);
  const { ZOOPORT_WARM } = process.env;
  return ZOOPORT_WARM === undefined ? python : join(ZOOPORT_WARM, environment, 'python');
}
