// @vitest-environment jsdom
import { act, fireEvent, render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import axe from 'axe-core';
import * as React from 'react';
import '../testing/dom';
import { describe, expect, it } from 'vitest';
import { networkEntry } from '../../export/networks/catalogue';
import type { Candidate, NetworkId } from '../../kernel/protocol';
import { candidate, found, image, png, stage, type Stage } from '../testing/services';
import { PanelController } from './controller';
import { PanelView } from './View';

function candidateOf(id: NetworkId, part: Partial<Candidate> = {}): Candidate {
  const { name } = networkEntry(id);
  return { ...candidate, network: { id, name, why: 'The notebook says so.' }, facts: {}, ...part };
}

const volume = candidateOf('unet_3d', {
  takes: { axes: ['z', 'y', 'x'], channels: 1 },
  facts: { downscaling: { value: 2, origin: 'disk', where: 'params.csv' } },
  images: [{ ...image, shape: [12, 100, 200] }]
});

async function open(chosen: Candidate): Promise<Stage & { controller: PanelController }> {
  const deep = chosen.takes?.axes.includes('z') ?? false;
  const scene = stage({
    detect: () => Promise.resolve(found(chosen)),
    thumbnail: ({ plane }) =>
      Promise.resolve({
        png,
        shape: deep ? [12, 100, 200] : [100, 200],
        axes: deep ? ['z', 'y', 'x'] : ['y', 'x'],
        plane: deep ? (plane ?? 6) : null,
        suggested: { y: 10, x: 20, height: 64, width: 64, ...(deep && { z: 2, depth: 8 }) },
        grid: deep ? { first: [0, 4, 4], step: [4, 16, 16] } : { first: [0, 0], step: [16, 16] }
      })
  });
  const controller = new PanelController(scene.services);
  render(<PanelView controller={controller} />);
  await act(() => controller.refresh());
  return { ...scene, controller };
}

const planesAsked = ({ asked }: Stage) => asked.flatMap(({ method, params }) => (method === 'thumbnail' && 'plane' in params ? [params.plane] : [])); // prettier-ignore

describe('the outputs that can be chosen', () => {
  it('are the network’s own, its default chosen', async () => {
    const { controller } = await open(candidateOf('stardist_2d'));
    const radios = screen.getAllByRole<HTMLInputElement>('radio');
    expect(radios.map(({ checked }) => checked)).toEqual([true, false]);
    expect(screen.getByRole('radio', { name: 'Objects, each with its own number' })).toBe(radios[0]);
    await userEvent.click(screen.getByRole('radio', { name: /Probability and distances/ }));
    expect(controller.state.draft?.output).toBe('raw');
    expect(screen.queryByRole('spinbutton', { name: /Threshold/ })).toBeNull();
  });

  it('are told in words where there is one only', async () => {
    await open(candidateOf('n2v_2d'));
    expect(screen.queryByRole('radio')).toBeNull();
    expect(screen.getByText('Image without its noise, in its own range of values')).toBeDefined();
  });

  it('come with what the notebook does otherwise, before anything is made', async () => {
    await open(candidateOf('stardist_2d', { takes: { axes: ['y', 'x', 'channel'], channels: 3 } }));
    const outputs = screen.getByRole('group', { name: 'Output of the model' });
    await waitFor(() => {
      const said = document.getElementById(outputs.getAttribute('aria-describedby') ?? '')?.textContent ?? '';
      expect(said).toContain('each of the 3 channels by its own percentiles');
    });
    await userEvent.click(screen.getByRole('radio', { name: /Probability and distances/ }));
    expect(screen.getByText(/This output is not objects yet/)).toBeDefined();
  });
});

describe('a volume', () => {
  it('is read as its network reads it, and listed with its planes', async () => {
    const { asked } = await open(volume);
    expect(asked.find(({ method }) => method === 'thumbnail')?.params).toMatchObject({
      network: 'unet_3d',
      channels: 1
    });
    expect(screen.getByRole('option', { name: /12 × 100 × 200/ })).toBeDefined();
    expect(await screen.findByText(/1 × 2 × 2 times smaller/)).toBeDefined();
  });

  it('shows its middle plane, and others by the keyboard or a pull that asks for few of them', async () => {
    const scene = await open(volume);
    const slider = await screen.findByRole<HTMLInputElement>('slider', { name: 'Plane shown (z)' });
    expect(slider.value).toBe('6');
    expect(screen.getByText('7 of 12, in the part')).toBeDefined();
    for (const plane of ['7', '8', '9', '10', '11']) {
      fireEvent.change(slider, { target: { value: plane } });
    }
    expect(await screen.findByText('12 of 12, outside the part')).toBeDefined();
    await waitFor(() => {
      expect(planesAsked(scene).at(-1)).toBe(11);
    });
    expect(planesAsked(scene).length).toBeLessThan(4);
  });

  it('is cut along z by numbers too', async () => {
    const { controller } = await open(volume);
    fireEvent.change(await screen.findByRole('spinbutton', { name: 'Planes' }), { target: { value: '5' } });
    expect(controller.state.draft?.crop).toEqual({ y: 10, x: 20, height: 64, width: 64, z: 2, depth: 5 });
    fireEvent.change(screen.getByRole('spinbutton', { name: 'First plane' }), { target: { value: '12' } });
    expect(controller.state.draft?.crop).toMatchObject({ z: 7, depth: 5 });
  });

  it('has no fault that axe finds', async () => {
    await open(volume);
    await screen.findByRole('slider', { name: 'Plane shown (z)' });
    const rules = { 'color-contrast': { enabled: false }, region: { enabled: false } };
    const { violations } = await axe.run(document.body, { rules });
    expect(violations.map(({ id, nodes }) => [id, nodes[0].html])).toEqual([]);
  });
});
