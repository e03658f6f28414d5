import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { InferenceEngine } from '../../runtime/engine';
import { createNodeEngine } from '../../runtime/node';
import { KernelError } from '../../kernel/protocol';
import { type Answers, candidate, found, stage, thumbnail, type Stage } from '../testing/services';
import { realBundle } from '../testing/model';
import type { PanelServices } from '../services';
import { PanelController } from './controller';
import { must } from '../../tensor/testing/must';

// How a bundle is made is tested where it is made (src/export); here: what the panel does before, during and after.
vi.mock('./build', () => ({
  buildBundle: (_: unknown, __: unknown, { progress }: { progress(progress: { message: string }): void }) => {
    progress({ message: 'Running the network in TensorFlow' });
    return Promise.resolve({ notes: ['A note.'], pack: () => new Response(new Uint8Array(5000)).body });
  }
}));

describe('after the bundle is made (its check is real)', () => {
  let engine: InferenceEngine;

  beforeAll(async () => {
    engine = await createNodeEngine({ threads: 1 });
  });

  afterAll(async () => {
    await engine.dispose();
  });

  async function opened(
    part: Partial<PanelServices> = {},
    answers: Answers = {}
  ): Promise<Stage & { panel: PanelController }> {
    const scene = stage(
      { detect: () => Promise.resolve(found(candidate)), thumbnail: () => Promise.resolve(thumbnail), ...answers },
      { engine: () => Promise.resolve(engine), open: () => realBundle(), ...part }
    );
    const panel = new PanelController(scene.services);
    await panel.refresh();
    return { ...scene, panel };
  }

  it('writes it, opens what was written, and ends with the report', async () => {
    const { panel, files } = await opened();
    const seen = new Set<string>();
    panel.store.subscribe(() => {
      const { phase } = panel.state;
      if (phase.name === 'making') {
        phase.steps.forEach(({ text }) => seen.add(text));
        phase.check.forEach(({ step }) => seen.add(step));
      }
    });
    await panel.makeBundle();
    const name = must(panel.state.draft).fileName.value;
    expect([...files]).toEqual([name]);
    expect(panel.state.phase).toMatchObject({
      name: 'done',
      saved: { path: name, size: 5000 },
      notes: ['A note.'],
      running: false,
      failure: null,
      report: { verdict: 'passed' }
    });
    for (const step of ['Running the network in TensorFlow', `Writing ${name}`, 'open', 'run', 'compare']) {
      expect(seen).toContain(step);
    }
  });

  it('replaces the old file, or takes the other name, as it was told', async () => {
    const { panel, files } = await opened();
    const name = must(panel.state.draft).fileName.value;
    files.add(name);
    await panel.makeBundle({ fileName: name, replace: true });
    expect([...files]).toEqual([name]);
    expect(panel.state.phase.name).toBe('done');
    await panel.makeBundle();
    expect(panel.state.phase.name).toBe('taken');
    const other = name.replace('.bioimageio.zip', '-2.bioimageio.zip');
    await panel.makeBundle({ fileName: other, replace: false });
    expect([...files]).toEqual([name, other]);
  });

  it('keeps the bundle where only the check was cancelled, and checks again', async () => {
    const { panel, files } = await opened();
    const stop = panel.store.subscribe(() => {
      const { phase } = panel.state;
      if (phase.name === 'making' && phase.check.length > 0) {
        panel.cancel();
      }
    });
    await panel.makeBundle();
    stop();
    expect(files.size).toBe(1);
    expect(panel.state.phase).toMatchObject({ name: 'done', report: null, running: false });
    expect(panel.state.phase).toHaveProperty(
      'failure.sentence',
      expect.stringContaining('The bundle itself is complete')
    );
    await panel.checkAgain();
    expect(panel.state.phase).toMatchObject({ name: 'done', failure: null, report: { verdict: 'passed' } });
  });

  it('asks its kernel for the other weights where that is wanted, and only then', async () => {
    const none = new KernelError('no-framework', 'Keras is not installed in python3.');
    const { panel, asked } = await opened(
      {},
      {
        folder: () => Promise.resolve({ directory: '/tmp/ours' }),
        write: () => Promise.resolve({ size: 1 }),
        weights: () => Promise.reject(none),
        release: () => Promise.resolve({})
      }
    );
    await panel.makeBundle();
    expect(asked.map(({ method }) => method)).not.toContain('folder');
    expect(panel.state.phase).toMatchObject({ name: 'done', others: 'no', notebook: 'unet_2d.ipynb' });
    await panel.checkAgain('run');
    const { phase } = panel.state;
    const reproduction = phase.name === 'done' ? must(phase.report).reproduction : [];
    expect(reproduction.find(({ weights }) => weights === 'keras_v3')).toMatchObject({
      verdict: 'not run',
      reason: 'Keras is not installed in python3'
    });
    expect(phase).toMatchObject({ name: 'done', others: 'run', report: { verdict: 'passed' } });
    expect(asked.at(-1)).toEqual({ method: 'release', params: { directory: '/tmp/ours' } });
  });

  it('fails with the sentence of a full disk, keeps the draft and lives on', async () => {
    const full = Object.assign(new Error('The disk is full.'), { name: 'WriteError' });
    const { panel } = await opened({ save: () => Promise.reject(full) });
    await panel.makeBundle();
    expect(panel.state).toMatchObject({
      phase: { name: 'failed', during: 'making', failure: { sentence: 'The disk is full.' } },
      draft: { candidate: { id: 'nuclei' } }
    });
  });

  it('says in the notice why a download failed, and keeps the report', async () => {
    const { panel } = await opened({ download: () => Promise.reject(new Error('no connection')) });
    await panel.makeBundle();
    await panel.download();
    expect(panel.state.notice).toContain('no connection');
    expect(panel.state.phase).toMatchObject({ name: 'done', report: { verdict: 'passed' } });
  });
});
