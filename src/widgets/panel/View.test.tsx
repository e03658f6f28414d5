// @vitest-environment jsdom
import { act, fireEvent, render, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import axe from 'axe-core';
import * as React from 'react';
import '../testing/dom';
import { describe, expect, it } from 'vitest';
import { KernelError } from '../../kernel/protocol';
import { candidate, found, stage, thumbnail, untilAborted, type Answers } from '../testing/services';
import { PanelController } from './controller';
import { PanelView } from './View';
import { must } from '../../tensor/testing/must';

const usual: Answers = {
  detect: () => Promise.resolve(found(candidate)),
  thumbnail: () => Promise.resolve(thumbnail)
};

async function open(answers: Answers = usual): Promise<PanelController & { files?: Set<string> }> {
  const { services, files } = stage(answers);
  const controller = new PanelController(services);
  const { container } = render(<PanelView controller={controller} />);
  await act(() => controller.refresh());
  expect(container.firstElementChild).not.toBeNull();
  return Object.assign(controller, { files });
}

describe('the panel with a trained network', () => {
  it('offers to make the bundle at once, before any field', async () => {
    await open();
    const make = screen.getByRole('button', { name: 'Make bundle' });
    const name = screen.getByRole('textbox', { name: 'Name' });
    expect(make.compareDocumentPosition(name) & Node.DOCUMENT_POSITION_FOLLOWING).toBeTruthy();
  });

  it('says of every value where it came from, and what only the researcher knows', async () => {
    await open();
    expect(describedBy(screen.getByRole('textbox', { name: 'Name' }))).toContain('from disk');
    expect(describedBy(screen.getByRole('textbox', { name: 'Description' }))).toContain('from catalogue');
    expect(describedBy(screen.getByRole('combobox', { name: 'Licence' }))).toContain('Only you know this');
    expect(describedBy(screen.getByRole('group', { name: /Authors/ }))).toContain('Only you know this');
  });

  it('says why these weights', async () => {
    await open();
    const weights = screen.getByRole('combobox', { name: 'Weights' });
    expect(describedBy(weights)).toContain('The notebook predicts with weights_best.');
    await userEvent.selectOptions(weights, 'weights_last.keras');
    expect(describedBy(weights)).toContain('The state after the last epoch.');
  });

  it('takes any licence and changes the mark to "you"', async () => {
    const controller = await open();
    const licence = screen.getByRole('combobox', { name: 'Licence' });
    await userEvent.type(licence, 'CC-BY-4.0');
    expect(controller.state.draft?.fields.license.value).toBe('CC-BY-4.0');
    expect(describedBy(licence)).toContain('from you');
  });

  it('takes authors as rows that can be added and removed', async () => {
    const controller = await open();
    await userEvent.click(screen.getByRole('button', { name: 'Add author' }));
    await userEvent.type(screen.getByRole('textbox', { name: 'Name of author 1' }), 'Ada');
    await userEvent.type(screen.getByRole('textbox', { name: 'ORCID of author 1' }), '0000-0002-1825-0097');
    expect(controller.state.draft?.fields.authors.value).toEqual([{ name: 'Ada', orcid: '0000-0002-1825-0097' }]);
    await userEvent.click(screen.getByRole('button', { name: 'Remove author 1' }));
    expect(controller.state.draft?.fields.authors.value).toEqual([]);
  });

  it('takes tags as they are typed, commas and spaces included', async () => {
    const controller = await open();
    const tags = screen.getByRole('textbox', { name: 'Tags' });
    await userEvent.clear(tags);
    await userEvent.type(tags, 'nuclei,  fluorescence, nuclei,{Enter}');
    expect(controller.state.draft?.fields.tags.value).toEqual(['nuclei', 'fluorescence']);
  });

  it('moves and sizes the crop by keyboard and by numbers', async () => {
    const controller = await open();
    const box = await screen.findByRole('group', { name: /arrow keys move it/ });
    box.focus();
    await userEvent.keyboard('{ArrowDown}');
    const { y, x } = must(thumbnail.suggested);
    expect(controller.state.draft?.crop).toEqual({ y: y + 3, x, height: 64, width: 64 });
    fireEvent.change(screen.getByRole('spinbutton', { name: 'Width' }), { target: { value: '90' } });
    expect(controller.state.draft?.crop?.width).toBe(90);
    await userEvent.click(screen.getByRole('button', { name: 'Take the suggested part' }));
    expect(controller.state.draft?.crop).toBeNull();
  });

  it('says of a busy kernel that it looks again by itself', async () => {
    const busy = new KernelError('busy', 'The kernel is busy with a cell of the notebook.');
    await open({ ...usual, detect: () => Promise.reject(busy) });
    expect(screen.getByRole('alert').textContent).toContain('This panel looks again by itself once it is idle.');
  });

  it('shows what will be cut where that is not what was drawn, and says it', async () => {
    const grid = { first: [0, 0], step: [16, 16] };
    const controller = await open({ ...usual, thumbnail: () => Promise.resolve({ ...thumbnail, grid }) });
    await screen.findByRole('group', { name: /arrow keys move it/ });
    act(() => {
      controller.setCrop({ y: 16, x: 32, height: 64, width: 64 });
    });
    expect(screen.queryByText(/What will be cut/)).toBeNull();
    act(() => {
      controller.setCrop({ y: 19, x: 37, height: 70, width: 130 });
    });
    expect(
      screen.getByText(/What will be cut: top 16, left 32, height 64, width 128,.* steps of 16 pixels/)
    ).toBeDefined();
    expect(document.querySelector<HTMLElement>('.jp-Zooport-cut')?.style).toMatchObject({ left: '16%', width: '64%' });
  });

  it('shows the chosen image by its name as long as the kernel has not read it again', async () => {
    const controller = await open();
    const mine = '/home/ada/day 1/mine.tif';
    act(() => {
      controller.store.set({ ...controller.state, draft: { ...must(controller.state.draft), image: mine } });
    });
    const images = screen.getByRole<HTMLSelectElement>('combobox', { name: 'Image' });
    expect(images.value).toBe(mine);
    expect(images.selectedOptions[0]?.textContent).toBe('mine.tif');
  });

  it('asks for the threshold of a mask only, and says where it came from', async () => {
    const controller = await open();
    expect(screen.queryByRole('spinbutton', { name: /Threshold/ })).toBeNull();
    await userEvent.click(screen.getByRole('radio', { name: /Mask/ }));
    const threshold = screen.getByRole<HTMLInputElement>('spinbutton', { name: /Threshold/ });
    expect(threshold.value).toBe('118');
    expect(describedBy(threshold)).toContain('QC_metrics_nuclei_unet.csv');
    fireEvent.change(threshold, { target: { value: '90.5' } });
    expect(controller.state.draft?.threshold?.value).toBe(90.5);
  });

  it('has no fault that axe finds', async () => {
    await open();
    await screen.findByRole('group', { name: /arrow keys move it/ });
    // Colours need a browser that lays out; the rest is checked here.
    const { violations } = await axe.run(document.body, {
      rules: { 'color-contrast': { enabled: false }, region: { enabled: false } }
    });
    expect(violations.map(({ id, nodes }) => [id, nodes[0].html])).toEqual([]);
  });
});

describe('the panel in trouble', () => {
  it('names what was looked for and offers a folder', async () => {
    await open({ detect: () => Promise.resolve({ ...found(), looked: ['The kernel holds no network.'] }) });
    expect(screen.getByText('The kernel holds no network.')).toBeDefined();
    expect(screen.getByRole('button', { name: /Choose a folder/ })).toBeDefined();
  });

  it('alerts with a sentence, folds the details, and keeps the form', async () => {
    await open({
      ...usual,
      prepare: () => Promise.reject(new KernelError('no-framework', 'The kernel has no TensorFlow.', {}, 'Traceback …'))
    });
    await userEvent.click(screen.getByRole('button', { name: 'Make bundle' }));
    const alert = await screen.findByRole('alert');
    expect(within(alert).getByText('The kernel has no TensorFlow.')).toBeDefined();
    expect(within(alert).getByText('Traceback …').closest('details')?.open).toBe(false);
    expect(within(alert).getByRole('button', { name: 'Try again' })).toBeDefined();
    expect(screen.getByRole('textbox', { name: 'Name' })).toBeDefined();
  });

  it('can be cancelled while it makes, and says that nothing was written', async () => {
    await open({ ...usual, prepare: (_, signal) => untilAborted(signal) });
    await userEvent.click(screen.getByRole('button', { name: 'Make bundle' }));
    await userEvent.click(await screen.findByRole('button', { name: 'Cancel' }));
    await waitFor(() => {
      expect(screen.getByText('Cancelled. No bundle was written.')).toBeDefined();
    });
    expect(screen.getByRole('button', { name: 'Make bundle' })).toBeDefined();
  });

  it('asks what to do where the name is taken, with another name as the default', async () => {
    const controller = await open();
    controller.files?.add(must(controller.state.draft).fileName.value);
    await userEvent.click(screen.getByRole('button', { name: 'Make bundle' }));
    expect(
      await screen.findByRole<HTMLInputElement>('radio', { name: /Keep both: write .*-2\.bioimageio\.zip/ })
    ).toHaveProperty('checked', true);
  });
});

function describedBy(element: HTMLElement): string {
  const ids = element.getAttribute('aria-describedby')?.split(' ') ?? [];
  return ids.map(id => document.getElementById(id)?.textContent ?? '').join(' ');
}
