// @vitest-environment jsdom
import { act, render, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import axe from 'axe-core';
import * as React from 'react';
import '../../testing/dom';
import { describe, expect, it } from 'vitest';
import { KernelError } from '../../../kernel/protocol';
import { ownKernel } from '../../testing/own';
import { candidate, found, stage, type Answers } from '../../testing/services';
import type { PanelServices } from '../../services';
import { PanelController } from '../controller';
import { PanelView } from '../View';

async function open(answers: Answers = {}, part: Partial<PanelServices> = {}): Promise<PanelController> {
  const controller = new PanelController(stage({ ...ownKernel, ...answers }, part).services);
  render(<PanelView controller={controller} />);
  await act(() => controller.refresh());
  return controller;
}

/** The form of the first network, with its picture. */
async function choose(answers: Answers = {}, part: Partial<PanelServices> = {}): Promise<PanelController> {
  const controller = await open(answers, part);
  await userEvent.click(screen.getByRole('button', { name: /^net: / }));
  await screen.findByRole('img', { name: /The test image/ });
  return controller;
}

describe('networks of one’s own in the panel', () => {
  it('are offered first, by name, class, framework and size, where the catalogue knows none', async () => {
    await open();
    const section = screen.getByRole('region', { name: 'Networks of your own in this kernel' });
    const buttons = screen.getAllByRole('button').filter(button => section.contains(button));
    expect(buttons.map(({ textContent }) => textContent)).toEqual([
      'net: NucleiNet, PyTorch, 25,889 weights',
      'other: Functional, Keras'
    ]);
    expect(screen.getByText('No network of the catalogue was found')).toBeDefined();
    expect(screen.queryByText('No trained network was found')).toBeNull();
  });

  it('are not spoken of where the kernel holds none', async () => {
    await open({ detectOwn: () => Promise.resolve({ networks: [], functions: [], arrays: [] }) });
    expect(screen.getByText('No trained network was found')).toBeDefined();
    expect(screen.queryByText(/Networks of your own/)).toBeNull();
  });

  it('stand in the list of trained networks beside those of the catalogue, both ways', async () => {
    await open({ detect: () => Promise.resolve(found(candidate)) });
    const list = () => screen.getByRole('combobox', { name: 'Trained network' });
    await userEvent.selectOptions(list(), 'net: NucleiNet, PyTorch, 25,889 weights');
    expect(screen.getByRole('textbox', { name: 'Axes of the image' })).toBeDefined();
    await userEvent.selectOptions(list(), 'nuclei_unet (U-Net (2D))');
    expect(screen.queryByRole('textbox', { name: 'Axes of the image' })).toBeNull();
    expect(screen.getByRole('combobox', { name: 'Weights' })).toBeDefined();
  });
});

describe('the form of one’s own network', () => {
  it('shows the image beside its axes, in letters and words', async () => {
    await choose();
    const axes = screen.getByRole<HTMLInputElement>('textbox', { name: 'Axes of the image' });
    await waitFor(() => {
      expect(axes.value).toBe('yx');
    });
    expect(describedBy(axes)).toBe('40 rows, 60 columns');
    expect(screen.getByRole<HTMLSelectElement>('combobox', { name: 'Image' }).selectedOptions[0].textContent).toBe(
      'image (40 × 60, uint8)'
    );
  });

  it('says of every letter that is typed whether it fits', async () => {
    await choose();
    const axes = screen.getByRole('textbox', { name: 'Axes of the image' });
    await userEvent.clear(axes);
    expect(describedBy(axes)).toContain('The image has 2 axes, and here are 0 letters.');
    await userEvent.type(axes, 'yy');
    expect(describedBy(axes)).toContain('The letter y stands twice.');
    await userEvent.type(axes, '{Backspace}x');
    expect(describedBy(axes)).toBe('40 rows, 60 columns');
  });

  it('takes the function to predict with, or the network alone', async () => {
    const controller = await choose();
    const predict = screen.getByRole<HTMLSelectElement>('combobox', { name: 'Function to predict with' });
    expect([...predict.options].map(({ text }) => text)).toEqual(['the network alone', 'probability(…)', 'show(…)']);
    expect(controller.own.state.draft?.own.predict).toBe('probability');
    await userEvent.selectOptions(predict, 'the network alone');
    expect(controller.own.state.draft?.own.predict).toBeUndefined();
    expect(describedBy(predict)).toContain('what the network itself takes');
    await userEvent.selectOptions(predict, 'show(…)');
    expect(controller.own.state.draft?.own.predict).toBe('show');
  });

  it('asks for an image and its axes for each that the network takes', async () => {
    const controller = await open();
    await userEvent.click(screen.getByRole('button', { name: /^other: / }));
    await waitFor(() => {
      expect(screen.getAllByRole('img', { name: /The test image/ })).toHaveLength(2);
    });
    const predict = screen.getByRole<HTMLSelectElement>('combobox', { name: 'Function to predict with' });
    expect([...predict.options].map(({ text }) => text)).toEqual([
      'the network alone',
      'probability(…)',
      'show(…)',
      'change(…)'
    ]);
    await userEvent.selectOptions(predict, 'change(…)');
    const after = within(screen.getByRole('group', { name: 'Image 2: “after”' }));
    await userEvent.selectOptions(after.getByRole('combobox', { name: 'Image' }), 'volume (5 × 40 × 60, float32)');
    await waitFor(() => {
      expect(after.getByRole<HTMLInputElement>('textbox', { name: 'Axes of the image' }).value).toBe('zyx');
    });
    const before = within(screen.getByRole('group', { name: 'Image 1: “before”' }));
    expect(before.getByRole<HTMLInputElement>('textbox', { name: 'Axes of the image' }).value).not.toBe('');
    await userEvent.selectOptions(predict, 'the network alone');
    expect(screen.getByRole('group', { name: 'Image 1: “first”' })).toBeDefined();
    expect(controller.own.missing()).toBeNull();
    expect(screen.queryByRole('button', { name: /^Remove image/ })).toBeNull();
    await userEvent.click(screen.getByRole('button', { name: 'Add an image' }));
    const third = within(screen.getByRole('group', { name: 'Image 3' }));
    expect(third.getByRole<HTMLSelectElement>('combobox', { name: 'Image' }).value).toBe('image');
    await userEvent.click(screen.getByRole('button', { name: 'Add an image' }));
    expect(controller.own.missing()).toContain('Choose test image 4 first');
    await userEvent.click(screen.getByRole('button', { name: 'Remove image 4' }));
    await userEvent.click(screen.getByRole('button', { name: 'Remove image 3' }));
    expect(controller.own.missing()).toBeNull();
  });

  it('takes an image from the folders by its name', async () => {
    await choose({}, { chooseImage: () => Promise.resolve('/data/day 1/held_out.tif') });
    await userEvent.click(screen.getByRole('button', { name: 'Browse …' }));
    const image = screen.getByRole<HTMLSelectElement>('combobox', { name: 'Image' });
    expect(image.selectedOptions[0].textContent).toBe('held_out.tif');
    await waitFor(() => {
      expect(screen.getByRole<HTMLInputElement>('textbox', { name: 'Axes of the image' }).value).toBe('zyx');
    });
  });

  it('has the fields of every bundle, and says nothing is missing that is filled in by itself', async () => {
    const controller = await choose();
    await userEvent.type(screen.getByRole('combobox', { name: 'Licence' }), 'MIT');
    await userEvent.click(screen.getByRole('button', { name: 'Add author' }));
    await userEvent.type(screen.getByRole('textbox', { name: 'Name of author 1' }), 'Ada');
    expect(controller.own.state.draft?.fields).toMatchObject({
      license: { value: 'MIT', origin: 'user' },
      authors: { value: [{ name: 'Ada' }] }
    });
    expect(describedBy(screen.getByRole('textbox', { name: 'Tags' }))).toContain('filled in from the network');
    // The fields are judged a moment after the last key.
    await waitFor(() => {
      expect(document.querySelectorAll('.jp-Zooport-fieldFindings li')).toHaveLength(0);
    });
  });

  it('stays as it was when making fails', async () => {
    const sentence = 'What your function does before the network is no operation of the format.';
    await choose({ prepareOwn: () => Promise.reject(new KernelError('no-chain', sentence)) });
    await userEvent.type(screen.getByRole('combobox', { name: 'Licence' }), 'MIT');
    await userEvent.click(screen.getByRole('button', { name: 'Make bundle' }));
    expect((await screen.findByRole('alert')).textContent).toContain(sentence);
    expect(screen.getByRole<HTMLInputElement>('combobox', { name: 'Licence' }).value).toBe('MIT');
  });

  it('says in words why there is no picture, and can be filled in without', async () => {
    const controller = await open({ thumbnail: () => Promise.reject(new KernelError('bad-image', 'No image.')) });
    await userEvent.click(screen.getByRole('button', { name: /^net: / }));
    expect((await screen.findByRole('alert')).textContent).toContain('No image.');
    await userEvent.type(screen.getByRole('textbox', { name: 'Axes of the image' }), 'yx');
    expect(controller.own.missing()).toBeNull();
  });

  it('has no fault that axe finds, as the list of networks has none', async () => {
    const rules = { 'color-contrast': { enabled: false }, region: { enabled: false } };
    const faults = async () => (await axe.run(document.body, { rules })).violations.map(({ id, nodes }) => [id, nodes[0].html]); // prettier-ignore
    await open();
    expect(await faults()).toEqual([]);
    await userEvent.click(screen.getByRole('button', { name: /^net: / }));
    await screen.findByRole('img', { name: /The test image/ });
    expect(await faults()).toEqual([]);
  });
});

function describedBy(element: HTMLElement): string {
  const ids = element.getAttribute('aria-describedby')?.split(' ') ?? [];
  return ids.map(id => document.getElementById(id)?.textContent ?? '').join(' ');
}
