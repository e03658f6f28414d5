import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { NotSpoiled } from '../preview/testing/spoiler';
import type { Spoiled } from '../preview/testing/spoiler';
import type { InferenceEngine } from '../runtime/engine';
import { createNodeEngine } from '../runtime/node';
import { expectFound, leftOut, spoiledCopies } from './testing/spoiled';

/** A bundle of CARE as `zooport export` wrote it, of channels last; that of the example: export.long.test.ts. */
const kept = 'tests/bundle';

/** Further bundles (zips or folders), separated by commas: `ZOOPORT_BUNDLES=a.zip,b npx vitest run src/cli/spoil`. */
const others = (process.env.ZOOPORT_BUNDLES ?? '').split(',').filter(path => path !== '');

for (const path of [kept, ...others]) {
  describe(`spoiled copies of ${path}`, () => {
    let engine: InferenceEngine;
    let results: (Spoiled | NotSpoiled)[];
    beforeAll(async () => {
      engine = await createNodeEngine({ threads: 1 });
      results = await spoiledCopies(path, engine);
    });
    afterAll(() => engine?.dispose());

    it('are found, each named for what was done', { timeout: 300_000 }, () => expectFound(results, engine));

    it('leave out only what the bundle does not allow, and say why', () => {
      const mayBeLeft = ['percentile', 'no-normalisation', 'not-square', 'nan-in-output', 'other-dtype'];
      expect(leftOut(results).filter(name => !mayBeLeft.includes(name))).toEqual([]);
    });
  });
}
