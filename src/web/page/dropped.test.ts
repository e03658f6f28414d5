import { describe, expect, test } from 'vitest';
import { recognise } from './dropped';
import { must } from '../../tensor/testing/must';

function placed(...paths: string[]) {
  return paths.map(path => ({ path, file: new File(['x'], must(path.split('/').at(-1))) }));
}

describe('what a visitor dropped', () => {
  test('is a network where weights come with their config.json, whichever came first', () => {
    for (const files of [placed('weights_last.h5', 'config.json'), placed('config.json', 'weights_last.h5')]) {
      expect(recognise(files)).toMatchObject({
        kind: 'network',
        name: 'weights_last.h5',
        config: { name: 'config.json' }
      });
    }
  });

  test('is the best network of a folder that training left', () => {
    const found = recognise(
      placed('care/config.json', 'care/logs/config.json', 'care/weights_best.h5', 'care/weights_last.h5')
    );
    expect(found).toMatchObject({ kind: 'network', name: 'weights_best.h5' });
  });

  test('is nothing where the config.json lies elsewhere', () => {
    expect(() => recognise(placed('a/weights_best.h5', 'b/config.json'))).toThrow('neither a bundle');
  });
});
