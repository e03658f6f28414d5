import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { zipSource } from '../../bundle/zip';
import { plainReader } from '../../bundle/reading/reader';
import { smallZip } from '../../preview/testing/small';
import type { InferenceEngine } from '../../runtime/engine';
import { createNodeEngine } from '../../runtime/node';
import { createTensor } from '../../tensor/create';
import { writeNpy } from '../../tensor/npy';
import { bytesReader } from '../../tensor/ranges';
import { OwnImageController } from './controller';
import { loadRunParts } from './parts';
import type { GivenFile } from './services';

let engine: InferenceEngine;
beforeAll(async () => {
  engine = await createNodeEngine({ threads: 1 });
});
afterAll(() => engine.dispose());

const saved = new Map<string, Blob>();

/** The small bundle's network cuts off what is below zero. */
function controller(browse?: () => Promise<GivenFile | null>): OwnImageController {
  return new OwnImageController({
    open: () => Promise.resolve(zipSource(new Blob([new Uint8Array(smallZip())]), 'small.zip')),
    engine: () => Promise.resolve(engine),
    reader: plainReader,
    load: loadRunParts,
    ...(browse && { browse }),
    save: (name, file) => {
      saved.set(name, file);
      return Promise.resolve(name);
    }
  });
}

function file(name: string, bytes: Uint8Array): GivenFile {
  return { name, bytes: bytesReader(bytes) };
}

const values = Float32Array.from({ length: 7 * 9 }, (_, at) => at - 20);
const image = file('first.npy', writeNpy(createTensor('float32', [7, 9], values)));

describe('one’s own image', () => {
  it('is run as it comes, whatever its size, and can be saved', async () => {
    const own = controller();
    await own.take(image);
    const { result, failure, doing } = own.store.get();
    expect([failure, doing]).toEqual([null, null]);
    expect(result?.views.map(({ output, expected }) => [output, expected.tensor.shape])).toEqual([['cut', [7, 9]]]);
    expect(result?.outputs[0].tensor.data).toEqual(values.map(value => Math.max(value, 0)));
    await own.save(0);
    expect(own.store.get().notice).toBe('Saved: first.cut.tif');
    expect(saved.get('first.cut.tif')?.size).toBeGreaterThan(7 * 9 * 4);
    own.dispose();
  });

  it('that is none leaves a sentence with its name, and the next one runs', async () => {
    const own = controller();
    await own.take(file('notes.tif', new TextEncoder().encode('no image')));
    expect(own.store.get().failure?.sentence).toContain('“notes.tif” was not run.');
    await own.take(image);
    expect(own.store.get().failure).toBeNull();
    expect(own.store.get().result).not.toBeNull();
    own.dispose();
  });

  it('is read anew with the axes that are typed', async () => {
    const own = controller();
    await own.take(file('stack.npy', writeNpy(createTensor('float32', [5, 6, 8]))));
    own.setAxes(0, 'zyx');
    await own.run();
    expect(own.store.get().images[0]?.source.info.axes.map(({ id }) => id)).toEqual(['z', 'y', 'x']);
    expect(own.store.get().result?.outputs[0].axes).toEqual(['z', 'y', 'x']);
    own.setPlanes('projection');
    await own.run();
    expect(own.store.get().result?.outputs[0].axes).toEqual(['y', 'x']);
    own.setAxes(0, 'zz');
    await own.run();
    expect(own.store.get().failure?.sentence).toContain('zz');
    own.dispose();
  });

  it('that is overtaken by another is not shown', async () => {
    const own = controller();
    const first = own.take(image);
    await own.take(file('second.npy', writeNpy(createTensor('float32', [4, 4]))));
    await first;
    expect(own.store.get().result?.image).toBe('second.npy');
    expect(own.store.get().failure).toBeNull();
    own.dispose();
  });

  it('can be stopped, and run again', async () => {
    const own = controller();
    const running = own.take(image);
    own.cancel();
    await running;
    expect(own.store.get().failure?.sentence).toBe('You stopped the run.');
    await own.take(image);
    expect(own.store.get().result).not.toBeNull();
    own.dispose();
  });

  it('comes out of the application’s folders where it has some, and nothing happens where nobody picks one', async () => {
    const own = controller(() => Promise.resolve(image));
    expect(own.canBrowse).toBe(true);
    await own.browse();
    expect(own.store.get().result?.image).toBe('first.npy');
    own.dispose();
    const nobody = controller(() => Promise.resolve(null));
    await nobody.browse();
    expect(nobody.store.get()).toMatchObject({ doing: null, failure: null, result: null });
    nobody.dispose();
  });
});
