import { join } from 'node:path';
import { ESLint } from 'eslint';
import { describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '..', '..');
const eslint = new ESLint({ cwd: root });

/** What the floor plan says of a file that is not written, at a place of the house. */
async function saidOf(path: string, code: string): Promise<string[]> {
  const [result] = await eslint.lintText(`${code}\n`, { filePath: join(root, path) });
  return (result?.messages ?? [])
    .filter(message => message.ruleId === 'plan/floor-plan')
    .map(message => message.message);
}

const planted: [string, string, string][] = [
  ['one folder deep', 'src/preview/planted.ts', "export * from '../export/draft';"],
  [
    'two folders deep',
    'src/preview/readiness/planted.ts',
    "import { a } from '../../export/draft';\nexport const b = a;"
  ],
  ['three folders deep', 'src/preview/readiness/deepimagej/planted.ts', "export { a } from '../../../export/draft';"],
  ['a type', 'src/spec/v04/rules/planted.ts', "import type { A } from '../../../preview/report';\nexport type B = A;"],
  ['a type in place', 'src/tensor/planted.ts', "export type B = import('../widgets/theme').A;"],
  ['on demand', 'src/export/networks/planted.ts', "export const a = () => import('../../widgets/panel/Panel');"],
  ['neighbours in one row', 'src/processing/planted.ts', "export * from '../convert/network';"],
  ['what a command line needs no more', 'src/cli/planted.ts', "export * from '../widgets/theme';"],
  ['a test', 'src/tensor/planted.test.ts', "import { a } from '../cli/main';\nexport const b = a;"],
  ['a mock', 'src/tensor/planted.test.ts', "import { vi } from 'vitest';\nvi.mock('../cli/main');"],
  ['what lies outside', 'src/preview/network/planted.ts', "export * from '../../../scripts/onnxFacts';"]
];

describe('the floor plan', () => {
  it.each(planted)('finds an import that leads up: %s', async (_, path, code) => {
    expect(await saidOf(path, code)).toHaveLength(1);
  });

  it.each([
    ['its own folder', 'src/preview/readiness/planted.ts', "export * from '../report';"],
    ['what stands before', 'src/preview/readiness/deepimagej/planted.ts', "export * from '../../../spec/finding';"],
    ['a library', 'src/tensor/planted.ts', "export * from 'fflate';"],
    ['a reference of a test', 'src/onnx/planted.test.ts', "export * from '../../scripts/fixtures/onnxFacts';"]
  ])('lets pass %s', async (_, path, code) => {
    expect(await saidOf(path, code)).toEqual([]);
  });
});
