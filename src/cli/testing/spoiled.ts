import { expect } from 'vitest';
import { check } from '../../preview/check';
import type { Report } from '../../preview/report/report';
import { isSpoiled, spoil } from '../../preview/testing/spoil';
import type { NotSpoiled } from '../../preview/testing/spoiler';
import type { Spoiled } from '../../preview/testing/spoiler';
import { zipSource } from '../../bundle/zip';
import type { InferenceEngine } from '../../runtime/engine';
import { describe as describeFinding } from '../../spec/messages';
import { openPath } from '../files/source';

/** Every spoiled copy of a bundle (zip or folder), and those that the bundle does not allow. */
export async function spoiledCopies(path: string, engine: InferenceEngine): Promise<(Spoiled | NotSpoiled)[]> {
  const source = await openPath(path);
  try {
    return await spoil(source, { engine });
  } finally {
    await source.close?.();
  }
}

/** Expects that the check finds each spoiling and names it. */
export async function expectFound(results: readonly (Spoiled | NotSpoiled)[], engine: InferenceEngine): Promise<void> {
  for (const spoiled of results.filter(isSpoiled)) {
    const report = await check(zipSource(spoiled.zip, spoiled.name), { engine });
    const said = sentences(report);
    const { verdict, finding, says, zoo } = spoiled.expected;
    const shown = `${spoiled.name}: ${spoiled.what}\n${said}`;
    expect(report.verdict, shown).toBe(verdict);
    expect(finding === undefined || report.format?.findings.some(({ code }) => code === finding), shown).toBe(true);
    expect(said, shown).toMatch(says ?? /./);
    expect(zoo === undefined || onnx(report).every(result => result.zoo === zoo), shown).toBe(true);
  }
}

/** Names of the spoilings that the bundle does not allow. */
export function leftOut(results: readonly (Spoiled | NotSpoiled)[]): string[] {
  return results.filter(result => !isSpoiled(result)).map(({ name }) => name);
}

function onnx({ reproduction }: Report) {
  return reproduction.filter(({ weights }) => weights === 'onnx');
}

function sentences({ reason, format, reproduction }: Report): string {
  const findings = (format?.findings ?? []).map(describeFinding);
  return [reason ?? '', ...findings, ...reproduction.map(result => `${result.weights}: ${result.reason}`)].join('\n');
}
