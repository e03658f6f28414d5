import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const PYTHON = join(ROOT, '.envs/train/bin/python');

/** What the onnx library says about a file (scripts/onnx_facts.py). */
export interface OnnxFacts {
  readonly opset: number;
  readonly irVersion: number;
  readonly inputs: readonly {
    readonly name: string;
    readonly elemType: number;
    readonly shape: readonly (number | null)[];
  }[];
  readonly outputs: OnnxFacts['inputs'];
  readonly operators: Readonly<Record<string, number>>;
  readonly externalData: boolean;
  readonly initializers: Readonly<Record<string, readonly number[]>>;
  /** What its checker finds wrong. */
  readonly problem: string | null;
}

export function onnxFacts(paths: readonly string[]): OnnxFacts[] {
  if (!existsSync(PYTHON)) {
    throw new Error(
      'These tests compare with the onnx library, and its environment is missing. Make it with: python3 scripts/setup.py train'
    );
  }
  const read = spawnSync(PYTHON, [join(ROOT, 'scripts/onnx_facts.py'), ...paths], {
    encoding: 'utf8',
    maxBuffer: 2 ** 26
  });
  if (read.status !== 0) {
    throw new Error(`scripts/onnx_facts.py failed:\n${read.stderr}`);
  }
  return JSON.parse(read.stdout) as OnnxFacts[];
}
