import { expect, it } from 'vitest';
import { createTensor } from '../../tensor/create';
import { decodePng } from '../../tensor/png';
import { drawCover } from './cover';
import { lossTable, plotLosses } from './losses';

it('draws a cover twice as wide as high, small enough for the zoo, input left and output right', () => {
  const dark = createTensor(
    'uint16',
    [40, 60],
    Uint16Array.from({ length: 2400 }, (_, index) => index % 7)
  );
  const bright = createTensor('float32', [40, 60], new Float32Array(2400).fill(1));
  const png = drawCover({ picture: dark, look: 'contrast' }, { picture: bright, look: { min: 0, max: 1 } });
  const cover = decodePng(png);
  expect(cover.shape).toEqual([320, 640]);
  expect(png.length).toBeLessThan(500_000);
  const row = cover.data.slice(0, 640);
  expect(row.slice(320).every(value => value === 255)).toBe(true);
  expect(row.slice(0, 320).some(value => value < 60)).toBe(true);
});

it('shows the whole of a larger square, shrunk by averaging', () => {
  const side = 640;
  const board = createTensor('uint8', [side, side], new Uint8Array(side * side).map((_, index) => ((index + Math.floor(index / side)) % 2) * 255)); // prettier-ignore
  const panel = { picture: board, look: { min: 0, max: 255 } };
  const cover = decodePng(drawCover(panel, panel));
  expect(new Set(cover.data)).toEqual(new Set([127]));
});

it('draws training and validation loss, with a gap where a number is missing', () => {
  const svg = plotLosses({ columns: ['loss', 'val_loss', 'learning rate'], rows: [[1, 2, 3], [0.5, NaN, 3], [0.2, 0.4, 3]] }); // prettier-ignore
  expect(svg?.match(/stroke-width="2" stroke-linecap/g)).toHaveLength(2);
  expect(svg).toContain('training (loss)');
  expect(svg).toContain('validation (val_loss)');
  expect(svg).not.toContain('NaN');
  const validation = /<path d="([^"]*)" fill="none" stroke="#d1600a"/.exec(svg ?? '')?.[1];
  expect(validation?.match(/M/g)).toHaveLength(2);
});

it('draws one epoch without dividing by zero, and nothing where there is no loss', () => {
  expect(plotLosses({ columns: ['loss'], rows: [[0]] })).not.toMatch(/NaN|Infinity/);
  expect(plotLosses({ columns: ['accuracy'], rows: [[1]] })).toBeNull();
});

it('puts no column name into the picture as markup', () => {
  expect(plotLosses({ columns: ['<script>loss'], rows: [[1]] })).not.toContain('<script');
});

it('writes the table as the notebooks do', () => {
  expect(lossTable({ columns: ['loss', 'val_loss'], rows: [[0.5, 0.25]] })).toBe('loss,val_loss\n0.5,0.25\n');
});
