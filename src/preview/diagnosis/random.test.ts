import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { InferenceEngine } from '../../runtime/engine';
import { createNodeEngine } from '../../runtime/node';
import { folderSource } from '../../bundle/folder';
import { Draft } from '../testing/draft';
import { Scene } from '../testing/scene';
import { unexplainable } from '../testing/spoilBeyond';
import type { Judged } from '../testing/trial';
import { ownScene, tryOne, varied } from '../testing/trial';

/** A real model of the zoo; 30 spoilings of our own network a day, hundreds with scripts/conformance/spoil_random.mjs. */
const zooModel = '../shared/data/unet2d_nuclei_broad';

let engine: InferenceEngine;
beforeAll(async () => {
  engine = await createNodeEngine({ threads: 1 });
});
afterAll(() => engine?.dispose());

function ill(results: readonly Judged[], is: (judged: Judged) => boolean): string[] {
  return results.filter(is).map(({ seed, what, diagnosis }) => `${seed}: ${what}: ${diagnosis?.sentence ?? 'nothing'}`);
}

describe('why a bundle that was spoiled at random does not reproduce', () => {
  const results: Judged[] = [];
  beforeAll(async () => {
    for (let seed = 1; seed <= 30; seed++) {
      results.push(await tryOne(await ownScene(seed, engine), seed, engine));
    }
  }, 300_000);

  it('is never given a wrong name', () => {
    expect(ill(results, ({ result }) => result === 'wrong')).toEqual([]);
  });

  it('is named in at least 95 % of the cases', () => {
    const missed = ill(results, ({ result }) => result === 'missed');
    expect(missed.length, missed.join('\n')).toBeLessThanOrEqual(results.length * 0.05);
  });

  it('is mended by the mend that is offered', () => {
    const offered = results.filter(({ mended }) => mended !== undefined);
    expect(offered.length).toBeGreaterThan(5);
    expect(ill(offered, ({ mended }) => mended === false)).toEqual([]);
  });

  it('is said to be unknown where weights, image or output are others', { timeout: 300_000 }, async () => {
    for (let seed = 1; seed <= 10; seed++) {
      const { what, result, diagnosis } = await tryOne(await ownScene(seed, engine), seed, engine, unexplainable);
      expect([what, result]).toEqual([what, 'named']);
      expect(diagnosis?.sentence).toMatch(/weights or the test image|not exactly/);
    }
  });
});

describe.skipIf(!existsSync(zooModel))('a model of the zoo (skipped where it is absent)', () => {
  it('is never given a wrong name', { timeout: 300_000 }, async () => {
    const files = readdirSync(zooModel).map(name => ({
      name,
      size: statSync(join(zooModel, name)).size,
      read: () => Promise.resolve(new Uint8Array(readFileSync(join(zooModel, name))))
    }));
    const scene = await Scene.open(await Draft.open(folderSource(files, zooModel)), engine);
    const results: Judged[] = [];
    for (const seed of [5, 7]) {
      results.push(await tryOne(await varied(scene, seed), seed, engine));
    }
    expect(ill(results, ({ result }) => result === 'wrong')).toEqual([]);
  });
});
