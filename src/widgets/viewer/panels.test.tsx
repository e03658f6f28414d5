// @vitest-environment jsdom
import { fireEvent, render, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import * as React from 'react';
import '../testing/dom';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { OutputView, ViewTensor } from '../../preview/report/report';
import { readNpy } from '../../tensor/npy';
import { outputView, picture } from '../testing/tensors';
import { Viewer } from './View';

/** Opens a fold as a click does; jsdom tells nobody of it by itself. */
async function unfold(title: string): Promise<HTMLElement> {
  const fold = screen.getByText(title).closest('details');
  if (!fold) {
    throw new Error(`${title} is no fold`);
  }
  if (!fold.open) {
    await userEvent.click(screen.getByText(title));
    fireEvent(fold, new Event('toggle'));
  }
  return fold;
}

function labels(rows: readonly string[]): ViewTensor {
  const data = Uint16Array.from(rows.join(''), Number);
  return { axes: ['y', 'x'], tensor: { dtype: 'uint16', shape: [rows.length, rows[0].length], data } };
}

function objectView(expected: ViewTensor, reproduced: ViewTensor): OutputView {
  return { weights: 'onnx', output: 'labels', input: picture(), expected, reproduced, objects: true };
}

function channels(): ViewTensor {
  const data = Float32Array.from({ length: 12 }, (_, at) => (at < 4 ? at : 100 + at));
  return { axes: ['channel', 'y', 'x'], tensor: { dtype: 'float32', shape: [3, 2, 2], data } };
}

describe('contrast', () => {
  it('is set on the histogram with the arrow keys, for both outputs together', async () => {
    render(<Viewer view={outputView(picture(value => value * 0.5))} />);
    const fold = await unfold('Contrast and colours');
    await userEvent.click(within(fold).getByRole('radio', { name: 'Outputs' }));
    fireEvent.change(within(fold).getByRole('slider', { name: 'Brightest at' }), { target: { value: '500' } });
    expect(screen.getByRole('img', { name: 'Expected, colours from 0 to 0.5' })).toBeDefined();
    expect(screen.getByRole('img', { name: 'Reproduced, colours from 0 to 0.5' })).toBeDefined();
    fireEvent.change(within(fold).getByRole('slider', { name: 'Darkest at' }), { target: { value: '900' } });
    expect(within(fold).getByText('Shown from 0.5 to 0.5.')).toBeDefined();
    await userEvent.click(within(fold).getByRole('button', { name: 'As at first' }));
    expect(screen.getByRole('img', { name: 'Expected, colours from 0 to 1' })).toBeDefined();
  });

  it('is found from percentiles, of one channel where each has its own', async () => {
    const view = { ...outputView(undefined), input: channels(), expected: channels() };
    render(<Viewer view={view} />);
    const fold = await unfold('Contrast and colours');
    await userEvent.click(within(fold).getByRole('button', { name: 'All values' }));
    expect(screen.getByRole('img', { name: 'Input, colours from 0 to 111' })).toBeDefined();
    await userEvent.click(within(fold).getByRole('checkbox', { name: 'Each channel has its own contrast' }));
    await userEvent.click(within(fold).getByRole('button', { name: 'All values' }));
    expect(screen.getByRole('img', { name: 'Input, colours from 0 to 3' })).toBeDefined();
    fireEvent.change(screen.getByRole('slider', { name: 'channel' }), { target: { value: '2' } });
    expect(screen.getByRole('img', { name: /^Input, colours from 108.*to 11/ })).toBeDefined();
  });

  it('is not offered for the numbers of objects', async () => {
    render(<Viewer view={objectView(labels(['110']), labels(['110']))} />);
    const fold = await unfold('Contrast and colours');
    expect(within(fold).queryByRole('radio')).toBeNull();
    expect(within(fold).getByRole('combobox', { name: 'Colours' })).toBeDefined();
  });
});

describe('the mask of a threshold', () => {
  it('says at once how much of both outputs it keeps', async () => {
    render(<Viewer view={outputView(picture((value, y) => (y < 4 ? 0 : value)))} />);
    const fold = await unfold('Overlay and mask');
    await userEvent.click(within(fold).getByRole('checkbox', { name: 'Mask from a threshold' }));
    expect(within(fold).getByRole('status').textContent).toContain('From 0.5 on: 50 % of this plane');
    fireEvent.change(within(fold).getByRole('slider', { name: 'Threshold' }), { target: { value: '250' } });
    expect(within(fold).getByRole('status').textContent).toBe(
      'From 0.25 on: 75 % of this plane of the expected output, 50 % of the reproduced one.'
    );
  });
});

describe('the table of objects', () => {
  it('has what differs most first, sorts by size, and leads to each object', async () => {
    const expected = labels(['1100', '1100', '0222', '0000']);
    const reproduced = labels(['5500', '5500', '0002', '3000']);
    render(<Viewer view={objectView(expected, reproduced)} />);
    const fold = await unfold('Table of objects');
    const rows = (): (string | null)[][] =>
      within(fold)
        .getAllByRole('row')
        .slice(1)
        .map(row =>
          within(row)
            .getAllByRole('cell')
            .map(cell => cell.textContent)
        );
    expect(rows()).toEqual([
      ['2', '3', '0 %', 'y 2, x 2'],
      ['2 (too many)', '1', '0 %', 'y 2, x 3'],
      ['3 (too many)', '1', '0 %', 'y 3, x 0'],
      ['1', '4', '100 %', 'y 1, x 1']
    ]);
    await userEvent.click(within(fold).getByRole('button', { name: 'Size' }));
    expect(rows().map(([number]) => number)).toEqual(['1', '2', '2 (too many)', '3 (too many)']);
    expect(within(fold).getByRole('columnheader', { name: 'Size' }).getAttribute('aria-sort')).toBe('ascending');
    await userEvent.click(within(fold).getByRole('button', { name: 'y 3, x 0' }));
    expect(screen.getByRole<HTMLInputElement>('spinbutton', { name: 'y' }).value).toBe('3');
  });

  it('gives sizes as what they measure where the size of a pixel is known', async () => {
    const sized = { ...labels(['1100', '1100']), pixelSize: { value: 0.5, unit: 'micrometer' } };
    render(<Viewer view={objectView(sized, labels(['1100', '1100']))} />);
    const fold = await unfold('Table of objects');
    expect(within(fold).getByText('1 objects; sizes in µm²')).toBeDefined();
    // Four pixels of 0.5 by 0.5.
    expect(
      within(fold)
        .getAllByRole('cell')
        .slice(0, 2)
        .map(({ textContent }) => textContent)
    ).toEqual(['1', '1']);
  });
});

describe('the difference', () => {
  it('lists its largest places and leads there', async () => {
    render(<Viewer view={outputView(picture((value, y, x) => (y === 3 && x === 5 ? value - 0.25 : value)))} />);
    const fold = await unfold('Difference in detail');
    await userEvent.click(within(fold).getByRole('button', { name: 'y 3, x 5: −0.25' }));
    expect(screen.getByRole<HTMLInputElement>('spinbutton', { name: 'x' }).value).toBe('5');
    fireEvent.change(within(fold).getByRole('slider', { name: 'Colours reach to' }), { target: { value: '700' } });
    expect(screen.getByRole('img', { name: 'Difference, colours from −0.1 to 0.1' })).toBeDefined();
    await userEvent.click(within(fold).getByRole('button', { name: 'As far as differences do' }));
    expect(screen.getByRole('img', { name: 'Difference, colours from −0.25 to 0.25' })).toBeDefined();
  });

  it('is told in words with its place', () => {
    render(<Viewer view={outputView(picture((value, y, x) => (y === 3 && x === 5 ? value - 0.25 : value)))} />);
    const stage = screen.getByRole('group', { name: 'Input, expected, reproduced and difference' });
    const words = stage
      .getAttribute('aria-describedby')
      ?.split(' ')
      .map(id => document.getElementById(id)?.textContent);
    expect(words?.join(' ')).toContain('Expected: 8 × 12 pixels, shown from 0 to 1.');
    expect(words?.join(' ')).toContain('The largest difference in this plane is 0.25, at y 3, x 5.');
  });
});

describe('comparing in one place', () => {
  it('flickers by a button and while F is held', async () => {
    render(<Viewer view={outputView(picture())} />);
    fireEvent.change(screen.getByRole('combobox', { name: 'Arrangement of the pictures' }), {
      target: { value: 'flicker' }
    });
    expect(screen.getAllByRole('img').map(one => one.getAttribute('aria-label'))).toEqual([
      'Expected, colours from 0 to 1'
    ]);
    screen.getByRole('group', { name: 'Expected' }).focus();
    const user = userEvent.setup();
    await user.keyboard('{f>}');
    expect(screen.getByRole('img', { name: /^Reproduced/ })).toBeDefined();
    await user.keyboard('{/f}');
    expect(screen.getByRole('img', { name: /^Expected/ })).toBeDefined();
    await userEvent.click(screen.getByRole('button', { name: /Show the reproduced picture/, pressed: false }));
    expect(screen.getByRole('img', { name: /^Reproduced/ })).toBeDefined();
  });

  it('wipes from one to the other with a slider', () => {
    render(<Viewer view={outputView(picture())} />);
    fireEvent.change(screen.getByRole('combobox', { name: 'Arrangement of the pictures' }), {
      target: { value: 'swipe' }
    });
    const line = screen.getByRole('slider', { name: /Line/ });
    fireEvent.change(line, { target: { value: '20' } });
    expect(line.getAttribute('aria-valuetext')).toBe('20 % Expected, the rest Reproduced');
    expect(screen.getByRole('img', { name: 'Reproduced' }).style.clipPath).toBe('inset(0 0 0 20%)');
  });

  it('is offered for input and output of an image of one’s own', () => {
    render(<Viewer view={outputView(undefined)} own />);
    const options = within(screen.getByRole('combobox', { name: 'Arrangement of the pictures' })).getAllByRole(
      'option'
    );
    expect(options.map(({ textContent }) => textContent)).toEqual(['Side by side', 'Flicker', 'Swipe']);
  });
});

describe('volumes', () => {
  const shape = [3, 2, 2];
  const volume: ViewTensor = {
    axes: ['z', 'y', 'x'],
    tensor: { dtype: 'uint8', shape, data: Uint8Array.of(9, 0, 0, 0, 0, 0, 7, 0, 0, 0, 0, 5) }
  };

  it('show their largest values along z, and are cut three ways', async () => {
    render(<Viewer view={{ ...outputView(volume), expected: volume, input: volume }} />);
    await userEvent.click(screen.getByRole('checkbox', { name: 'Maximum along z' }));
    const value = (y: string, x: string): string | null => {
      fireEvent.change(screen.getByRole('spinbutton', { name: 'y' }), { target: { value: y } });
      fireEvent.change(screen.getByRole('spinbutton', { name: 'x' }), { target: { value: x } });
      return screen.getByRole('row', { name: /^expected/ }).textContent;
    };
    expect([value('0', '0'), value('1', '0'), value('1', '1')]).toEqual(['expected9', 'expected7', 'expected5']);
    fireEvent.change(screen.getByRole('combobox', { name: 'Arrangement of the pictures' }), {
      target: { value: 'sections' }
    });
    expect(screen.getByRole('img', { name: 'Section along x' })).toBeDefined();
    expect(screen.getByRole('img', { name: 'Section along y' })).toBeDefined();
  });

  it('are gone through with Page Up and Page Down', async () => {
    render(<Viewer view={{ ...outputView(volume), expected: volume, input: volume }} />);
    screen.getByRole('group', { name: /^Input, expected/ }).focus();
    await userEvent.keyboard('{PageUp}');
    expect(screen.getByRole('slider', { name: 'z' }).getAttribute('aria-valuetext')).toBe('3 of 3');
    await userEvent.keyboard('{PageDown}{PageDown}{PageDown}');
    expect(screen.getByRole('slider', { name: 'z' }).getAttribute('aria-valuetext')).toBe('1 of 3');
  });
});

describe('saving', () => {
  let saved: { name: string; blob: Blob }[] = [];

  beforeEach(() => {
    saved = [];
    let last: Blob = new Blob();
    URL.createObjectURL = blob => {
      last = blob as Blob;
      return 'blob:it';
    };
    vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(function (this: HTMLAnchorElement) {
      saved.push({ name: this.download, blob: last });
    });
  });

  it('gives any tensor whole, as TIFF or .npy', async () => {
    render(<Viewer view={outputView(picture(value => value * 0.5))} />);
    const fold = await unfold('Copy and save');
    const group = within(fold).getByRole('group', { name: 'Reproduced' });
    await userEvent.click(within(group).getByRole('button', { name: 'Save as .npy' }));
    await userEvent.click(within(group).getByRole('button', { name: 'Save as TIFF' }));
    expect(await within(fold).findByText('Saved: probability.reproduced.tif')).toBeDefined();
    expect(saved.map(({ name }) => name)).toEqual(['probability.reproduced.npy', 'probability.reproduced.tif']);
    const tensor = readNpy(new Uint8Array(await bytesOf(saved[0].blob)));
    expect(tensor.shape).toEqual([1, 8, 12, 1]);
    expect(tensor.data[95]).toBe(0.5);
  });

  it('offers a caption, and says so where the browser draws nothing', async () => {
    render(<Viewer view={outputView(picture())} />);
    const fold = await unfold('Copy and save');
    expect(within(fold).getByRole<HTMLTextAreaElement>('textbox', { name: 'Caption' }).value).toContain(
      'Output “probability”; Input shown from'
    );
    expect(within(fold).queryByRole('button', { name: 'Copy as PNG' })).toBeNull();
    await userEvent.click(within(fold).getByRole('button', { name: 'Save as PNG' }));
    expect(await within(fold).findByText('This browser draws no pictures.')).toBeDefined();
  });
});

function bytesOf(blob: Blob): Promise<ArrayBuffer> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => {
      resolve(reader.result as ArrayBuffer);
    };
    reader.onerror = reject;
    reader.readAsArrayBuffer(blob);
  });
}
