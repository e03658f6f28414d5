// @vitest-environment jsdom
import { fireEvent, render, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import * as React from 'react';
import '../testing/dom';
import { describe, expect, it } from 'vitest';
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
