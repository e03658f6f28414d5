// @vitest-environment jsdom
import { fireEvent, render, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import * as React from 'react';
import '../testing/dom';
import { describe, expect, it } from 'vitest';
import type { ViewTensor } from '../../preview/report/report';
import { outputView, picture } from '../testing/tensors';
import { Viewer } from './View';

function values(): Record<string, string> {
  const rows = within(screen.getByRole('table', { name: 'Values at this pixel' })).getAllByRole('row');
  return Object.fromEntries(
    rows.map(row => [within(row).getByRole('rowheader').textContent, within(row).getByRole('cell').textContent])
  );
}

describe('the four pictures', () => {
  it('share one contrast for expected and reproduced, and name every scale', () => {
    render(<Viewer view={outputView(picture(value => value * 0.5))} />);
    expect(screen.getByRole('img', { name: 'Expected, colours from 0 to 1' })).toBeDefined();
    expect(screen.getByRole('img', { name: 'Reproduced, colours from 0 to 1' })).toBeDefined();
    expect(screen.getByRole('img', { name: 'Difference, colours from −0.5 to 0.5' })).toBeDefined();
  });

  it('say that there is nothing to see in rounding, and magnify it only on request', async () => {
    render(<Viewer view={outputView(picture((value, y, x) => (y === 3 && x === 5 ? value + 1.2e-6 : value)))} />);
    expect(screen.getByText(/Nothing to see/).textContent).toContain('0.001');
    await userEvent.click(screen.getByRole('checkbox', { name: 'Magnify the difference' }));
    expect(screen.getByText(/is magnified/)).toBeDefined();
  });

  it('count what is not a number', () => {
    render(<Viewer view={outputView(picture((value, y) => (y === 0 ? NaN : value)))} />);
    expect(screen.getByText(/not a number\. 0 pixels of the expected picture, 12 of the reproduced/)).toBeDefined();
  });

  it('say so where the network did not run', () => {
    render(<Viewer view={outputView(undefined)} />);
    expect(screen.getByText('The network did not run.')).toBeDefined();
  });

  it('say so where the sizes differ', () => {
    const small = { ...picture(), axes: ['y', 'x'] };
    const view = { ...outputView(picture()), reproduced: { ...small, tensor: { ...small.tensor, shape: [12, 8] } } };
    render(<Viewer view={view} />);
    expect(screen.getByText(/expected is 8 × 12 pixels, reproduced 12 × 8/)).toBeDefined();
  });
});

describe('the marked pixel', () => {
  it('is moved by Shift and arrows, shows all four values and tells them to screen readers', async () => {
    render(<Viewer view={outputView(picture(value => value * 0.5))} />);
    screen.getByRole('group', { name: 'Input, expected, reproduced and difference' }).focus();
    await userEvent.keyboard('{Shift>}{ArrowRight}{ArrowRight}{ArrowUp}{/Shift}');
    // Started in the middle (y 4, x 6), then one to the right and one up: element 3 * 12 + 7 = 43 of 0..95.
    expect(values()).toEqual({ input: '0.4526', expected: '0.4526', reproduced: '0.2263', difference: '−0.2263' });
    expect(screen.getByText('y 3, x 7: expected 0.4526, reproduced 0.2263')).toBeDefined();
  });

  it('can be typed', () => {
    render(<Viewer view={outputView(picture())} />);
    fireEvent.change(screen.getByRole('spinbutton', { name: 'y' }), { target: { value: '7' } });
    fireEvent.change(screen.getByRole('spinbutton', { name: 'x' }), { target: { value: '11' } });
    expect(values().expected).toBe('1');
  });

  it('jumps to the largest difference', async () => {
    render(
      <Viewer view={outputView(picture((value, y, x) => (y === 3 && x === 5 ? 0 : value)))} worst={[0, 3, 5, 0]} />
    );
    await userEvent.click(screen.getByRole('button', { name: 'Go to the largest difference' }));
    expect(values()).toMatchObject({ reproduced: '0', expected: '0.4316' });
  });
});

it('moves through channels with a slider', () => {
  const shape = [1, 3, 2, 2];
  const data = Float32Array.from({ length: 12 }, (_, index) => index);
  const channels = { axes: ['batch', 'channel', 'y', 'x'], tensor: { dtype: 'float32' as const, shape, data } };
  render(<Viewer view={{ ...outputView(channels), expected: channels, input: picture() }} />);
  fireEvent.change(screen.getByRole('slider', { name: 'channel' }), { target: { value: '2' } });
  fireEvent.change(screen.getByRole('spinbutton', { name: 'x' }), { target: { value: '1' } });
  expect(values()).toMatchObject({ expected: '9', reproduced: '9', difference: '0' });
  expect(screen.getByText('3 of 3')).toBeDefined();
});

describe('numbered objects', () => {
  function labels(rows: readonly string[], axes = ['y', 'x'], shape = [rows.length, rows[0].length]): ViewTensor {
    return { axes, tensor: { dtype: 'uint16', shape, data: Uint16Array.from(rows.join(''), Number) } };
  }

  function show(expected: ViewTensor, reproduced: ViewTensor): void {
    const view = { weights: 'onnx', output: 'labels', input: picture(), expected, reproduced, objects: true };
    render(<Viewer view={view} worst={[0, 3]} />);
  }

  it('are counted instead of measured by a colour bar, and the difference is told in words', () => {
    show(labels(['110220', '110220', '000000']), labels(['330000', '300004', '000000']));
    expect(screen.getByRole('img', { name: 'Expected, 2 objects' })).toBeDefined();
    expect(screen.getByRole('img', { name: 'Reproduced, 2 objects' })).toBeDefined();
    expect(screen.getByRole('img', { name: 'Difference, 3 objects differ' })).toBeDefined();
    expect(screen.getByText('Blue: 1 object is missing.')).toBeDefined();
    expect(screen.getByText('White: 1 object is too many.')).toBeDefined();
    expect(screen.getByText('Orange: the pixels in which 1 object has another outline.')).toBeDefined();
    expect(screen.getByText(/also where its numbers differ/)).toBeDefined();
    expect(screen.queryByText(/Nothing to see|Magnify/)).toBeNull();
  });

  it('are named where a pixel is marked', async () => {
    show(labels(['110220', '110220', '000000']), labels(['330000', '300004', '000000']));
    await userEvent.click(screen.getByRole('button', { name: 'Go to the object that differs most' }));
    expect(values()).toMatchObject({ expected: 'object 2', reproduced: 'background', difference: 'missing object' });
    fireEvent.change(screen.getByRole('spinbutton', { name: 'x' }), { target: { value: '0' } });
    expect(values()).toMatchObject({ expected: 'object 1', reproduced: 'object 3', difference: 'same' });
  });

  it('that are all the same say so', () => {
    show(labels(['1020']), labels(['2010']));
    expect(screen.getByRole('img', { name: 'Difference, No object differs' })).toBeDefined();
    expect(screen.queryByText(/missing|too many|Orange/)).toBeNull();
  });

  it('of a volume are counted in the plane as well, and moved through with the arrow keys of the slider', async () => {
    const volume = labels(['1000', '1020', '0023'], ['batch', 'z', 'y', 'x', 'channel'], [1, 3, 1, 4, 1]);
    show(volume, volume);
    expect(screen.getByRole('img', { name: 'Expected, 3 objects, 2 in this plane' })).toBeDefined();
    const slider = screen.getByRole('slider', { name: 'z' });
    expect(slider.getAttribute('aria-valuetext')).toBe('2 of 3');
    fireEvent.change(slider, { target: { value: '0' } });
    expect(screen.getByRole('img', { name: 'Expected, 3 objects, 1 in this plane' })).toBeDefined();
  });
});

describe('pictures of different sizes', () => {
  function ramp(shape: readonly number[], axes: readonly string[]): ViewTensor {
    const data = Float32Array.from({ length: shape.reduce((size, length) => size * length, 1) }, (_, at) => at);
    return { axes, tensor: { dtype: 'float32', shape: [...shape], data } };
  }

  it.each([
    ['eight times finer output', [3, 4], [24, 32], 17, 30, '11'],
    ['a coarser output', [6, 8], [3, 4], 1, 2, '29']
  ])('show the same place: %s', (_, from, to, y, x, input) => {
    const [expected, axes] = [ramp(to, ['y', 'x']), ['y', 'x']];
    render(<Viewer view={{ ...outputView(expected), expected, input: ramp(from, axes) }} />);
    fireEvent.change(screen.getByRole('spinbutton', { name: 'y' }), { target: { value: String(y) } });
    fireEvent.change(screen.getByRole('spinbutton', { name: 'x' }), { target: { value: String(x) } });
    expect(values().input).toBe(input);
    expect(values().expected).toBe(String(y * to[1] + x));
  });

  it('of another depth alone are not compared plane by plane', () => {
    const expected = ramp([4, 2, 2], ['z', 'y', 'x']);
    const reproduced = ramp([2, 2, 2], ['z', 'y', 'x']);
    render(<Viewer view={{ ...outputView(reproduced), expected }} />);
    expect(screen.getByText('No difference can be shown: expected is 4 x 2 x 2, reproduced 2 x 2 x 2.')).toBeDefined();
  });
});
