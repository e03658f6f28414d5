import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { bytesReader } from '../tensor/ranges';
import { Random } from '../tensor/testing/random';
import { atFullWidth } from '../tensor/testing/width';
import { openImage } from './open';
import { ImageError } from './source';

const folder = join(import.meta.dirname, 'fixtures', 'files');
const files = readdirSync(folder).map(file => ({ file, bytes: readFileSync(join(folder, file)) }));

/** A file with some bytes changed, a run of them overwritten, or its end cut off; the head more often than the rest. */
function spoiled(bytes: Uint8Array, random: Random): Uint8Array {
  const out = Uint8Array.from(bytes);
  const place = () => (random.chance(0.5) ? random.below(Math.min(400, out.length)) : random.below(out.length));
  for (let times = random.whole(1, 6); times > 0; times--) {
    const at = place();
    if (random.chance(0.2)) {
      out.fill(random.pick([0, 255]), at, at + random.whole(1, 8));
    } else {
      out[at] = random.chance(0.5) ? random.below(256) : out[at] ^ (1 << random.below(8));
    }
  }
  return random.chance(0.2) ? out.subarray(0, random.below(out.length)) : out;
}

const seeds = atFullWidth ? 40_000 : 2000;

it('files that were spoiled by chance are read or end in a sentence', async () => {
  const kinds = { read: 0, refused: 0 };
  for (let seed = 0; seed < seeds; seed++) {
    const random = new Random(seed);
    if (seed % 200 === 0) {
      // The test's own messages come through only in a pause.
      await new Promise(resolve => setTimeout(resolve));
    }
    const { file, bytes } = random.pick(files);
    try {
      const source = await openImage(bytesReader(spoiled(bytes, random)), file);
      // A larger array than any of the files hold is one that a spoiled head claims for tiles that nobody wrote.
      const size = source.info.axes.reduce((product, axis) => product * axis.size, 1);
      await source.read(size > 2 ** 24 ? source.info.axes.map(() => ({ start: 0, length: 1 })) : undefined);
      kinds.read++;
    } catch (error) {
      expect(error, `seed ${seed}, ${file}: ${error instanceof Error ? error.stack : error}`).toBeInstanceOf(
        ImageError
      );
      kinds.refused++;
    }
  }
  expect(kinds.read).toBeGreaterThan(seeds / 8);
  expect(kinds.refused).toBeGreaterThan(seeds / 8);
});
