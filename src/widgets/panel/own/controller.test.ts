import { describe, expect, it, vi } from 'vitest';
import type { OwnDetection } from '../../../kernel/ownProtocol';
import { KernelError } from '../../../kernel/protocol';
import { must } from '../../../tensor/testing/must';
import { held, kernelWith, ownKernel } from '../../testing/own';
import { candidate, found, stage, thumbnail, type Answers, type Stage } from '../../testing/services';
import type { PanelServices } from '../../services';
import { buildOwnBundle } from '../build';
import { PanelController } from '../controller';

// How the bundle is made is tested where it is made (src/export/own); here: what the panel asks for, and keeps.
vi.mock('../build', () => ({ buildBundle: vi.fn(), buildOwnBundle: vi.fn() }));

async function opened(
  answers: Answers = {},
  part: Partial<PanelServices> = {}
): Promise<Stage & { panel: PanelController }> {
  const scene = stage({ ...ownKernel, ...answers }, part);
  const panel = new PanelController(scene.services);
  await panel.refresh();
  return { ...scene, panel };
}

async function chosen(answers: Answers = {}, part: Partial<PanelServices> = {}) {
  const scene = await opened(answers, part);
  scene.panel.own.choose('net');
  await settled(scene.panel);
  return scene;
}

async function settled({ own }: PanelController): Promise<void> {
  await vi.waitFor(() => {
    expect(own.state.pictures.at(0)?.png ?? own.state.pictures.at(0)?.failure).toBeTruthy();
  });
}

const ownOf = ({ own }: PanelController) => must(own.state.draft).own;

describe('networks of one’s own', () => {
  it('are found after those of the catalogue, and stand beside them', async () => {
    const { panel, asked } = await opened({ detect: () => Promise.resolve(found(candidate)) });
    expect(asked.map(({ method }) => method).slice(0, 2)).toEqual(['detect', 'detectOwn']);
    expect(panel.state).toMatchObject({ phase: { name: 'found' }, own: { held, draft: null } });
  });

  it('hinder nothing where the kernel cannot say what it holds', async () => {
    const none = { detectOwn: () => Promise.reject(new KernelError('internal', 'No.')) };
    const { panel } = await opened({ ...none, detect: () => Promise.resolve(found(candidate)) });
    expect(panel.state).toMatchObject({ phase: { name: 'found' }, own: { held: { networks: [] } }, notice: null });
  });

  it('come with the newest array, its axes as the kernel guesses them, and the likeliest function', async () => {
    const { panel } = await chosen();
    expect(ownOf(panel)).toEqual({ variable: 'net', images: ['image'], axes: ['yx'], predict: 'probability' });
    expect(panel.own.state.draft?.fileName.value).toBe('nucleinet.bioimageio.zip');
    expect(panel.state.phase.name).toBe('found');
  });

  it('have their axes guessed anew for another image, and what was typed is not overwritten', async () => {
    const { panel, asked } = await chosen();
    panel.own.useImage(0, 'volume');
    panel.own.setAxes(0, 'cyx');
    await settled(panel);
    await vi.waitFor(() => {
      expect(asked.at(-1)?.params).toMatchObject({ path: 'volume', axes: 'cyx' });
    });
    expect(ownOf(panel).axes).toEqual(['cyx']);
    panel.own.useImage(0, 'image');
    await vi.waitFor(() => {
      expect(ownOf(panel)).toMatchObject({ images: ['image'], axes: ['yx'] });
    });
  });

  it('take an image from the folders', async () => {
    const { panel } = await chosen({}, { chooseImage: () => Promise.resolve('/data/held out.tif') });
    await panel.own.chooseImage(0);
    await vi.waitFor(() => {
      expect(ownOf(panel)).toMatchObject({ images: ['/data/held out.tif'], axes: ['zyx'] });
    });
    expect(panel.own.state.picked).toEqual(['/data/held out.tif']);
  });

  it('keep what was said over a new look, and take from it what is gone', async () => {
    let now = held;
    const { panel } = await chosen({ detectOwn: () => Promise.resolve(now) });
    panel.own.edit('license', 'MIT');
    panel.own.setAxes(0, 'xy');
    await panel.refresh();
    expect(ownOf(panel)).toMatchObject({ axes: ['xy'], predict: 'probability' });
    now = { ...held, functions: [], arrays: held.arrays.slice(1) };
    await panel.refresh();
    expect(panel.own.state.draft?.fields.license.value).toBe('MIT');
    expect(ownOf(panel).predict).toBeUndefined();
    expect(panel.state.notice).toContain('no function probability any more');
    expect(ownOf(panel).images).toEqual(['volume']);
    now = { ...held, networks: [] };
    await panel.refresh();
    expect(panel.state).toMatchObject({ phase: { name: 'nothing' }, own: { draft: null } });
    now = held;
    await panel.refresh();
    panel.own.choose('net');
    expect(panel.own.state.draft?.fields.license.value).toBe('MIT');
  });

  it('keep what was said when the page is loaded anew, an image from the folders included', async () => {
    let kept: string | null = null;
    const browser: Partial<PanelServices> = {
      remembered: () => kept,
      remember: text => {
        kept = text;
      },
      chooseImage: () => Promise.resolve('/data/held_out.tif')
    };
    const { panel } = await chosen({}, browser);
    await panel.own.chooseImage(0);
    panel.own.edit('license', 'MIT');
    panel.own.setAxes(0, 'tyx');
    panel.own.setPredict(null);
    const { panel: again } = await chosen({}, browser);
    expect(ownOf(again)).toMatchObject({ images: ['/data/held_out.tif'], axes: ['tyx'] });
    expect(ownOf(again).predict).toBeUndefined();
    expect(again.own.state.draft?.fields.license).toMatchObject({ value: 'MIT', origin: 'user' });
    expect(again.own.state.picked).toEqual(['/data/held_out.tif']);
  });

  it('are not taken for another notebook’s', async () => {
    let notebook = 'one.ipynb';
    const { panel } = await chosen({}, { notebookName: () => notebook });
    panel.own.edit('license', 'MIT');
    notebook = 'two.ipynb';
    await panel.refresh();
    expect(panel.own.state.draft).toBeNull();
    panel.own.choose('net');
    expect(panel.own.state.draft?.fields.license.value).toBe('');
  });

  it('give way to one of the catalogue, and come back as they were', async () => {
    const both = { detect: () => Promise.resolve(found(candidate)), thumbnail: () => Promise.resolve(thumbnail) };
    const { panel } = await chosen(both);
    panel.own.edit('version', '2.0.0');
    panel.chooseCandidate(candidate.id);
    expect(panel.state).toMatchObject({ own: { draft: null }, draft: { candidate } });
    panel.own.choose('net');
    expect(panel.own.state.draft?.fields.version.value).toBe('2.0.0');
  });

  it('show a picture that the kernel was too busy for once it is idle', async () => {
    const show = vi.fn<NonNullable<Answers['thumbnail']>>();
    show.mockRejectedValueOnce(new KernelError('busy', 'The kernel is busy.'));
    show.mockImplementation(must(ownKernel.thumbnail));
    const { panel } = await chosen({ thumbnail: show });
    expect(panel.own.state.pictures.at(0)).toMatchObject({ png: null, failure: 'The kernel is busy.', busy: true });
    await panel.kernelIdle();
    expect(panel.own.state.pictures.at(0)).toMatchObject({ failure: null, busy: false });
    expect(ownOf(panel).axes).toEqual(['yx']);
  });
});

describe('a network of several images', () => {
  const pair = { name: 'change', arguments: ['before', 'after'], needed: 2 };
  const array = (name: string) => ({ name, shape: [40, 60], dtype: 'uint8' });
  const two = {
    ...held,
    functions: [pair, ...held.functions],
    arrays: [array('found'), array('later'), array('early')]
  };

  async function openedPair(detection: OwnDetection = two) {
    const scene = await opened(kernelWith(detection));
    scene.panel.own.choose('other');
    await vi.waitFor(() => {
      expect(scene.panel.own.state.pictures.map(picture => picture?.png !== null)).toEqual([true, true]);
    });
    return scene;
  }

  it('has an image with axes for each: arrays of the arguments’ names, else the newest in their order', async () => {
    const { panel, asked } = await openedPair();
    expect(ownOf(panel)).toMatchObject({ images: ['later', 'found'], axes: ['yx', 'yx'], predict: 'change' });
    expect(asked.filter(({ method }) => method === 'thumbnail')).toHaveLength(2);
    const named = { ...two, arrays: [array('after'), array('before'), array('mask')] };
    const { panel: other } = await openedPair(named);
    expect(ownOf(other).images).toEqual(['before', 'after']);
  });

  it('has pictures and axes that go with their place', async () => {
    const { panel, asked } = await openedPair();
    panel.own.setAxes(1, 'xy');
    await vi.waitFor(() => {
      expect(asked.at(-1)?.params).toMatchObject({ path: 'found', axes: 'xy' });
    });
    expect(ownOf(panel).axes).toEqual(['yx', 'xy']);
    panel.own.useImage(0, 'early');
    await vi.waitFor(() => {
      expect(panel.own.state.pictures.map(picture => picture?.image)).toEqual(['early', 'found']);
    });
    expect(asked.filter(({ method }) => method === 'thumbnail')).toHaveLength(4);
  });

  it('is not made before each has its image and its axes', async () => {
    const { panel } = await openedPair();
    panel.own.setAxes(1, 'zyx');
    expect(panel.own.missing()).toContain('The axes of the image 2 do not fit yet.');
    panel.own.useImage(1, '');
    expect(panel.own.missing()).toContain('Choose test image 2 first');
  });

  it('takes more images than it must have, and fewer again; functions that fit go with it', async () => {
    const { panel } = await chosen(kernelWith(two));
    expect(ownOf(panel)).toMatchObject({ images: ['found'], predict: 'probability' });
    panel.own.addImage();
    expect(ownOf(panel)).toMatchObject({ images: ['found', 'later'], predict: 'probability' });
    panel.own.setPredict('change');
    panel.own.removeImage();
    expect(ownOf(panel)).toMatchObject({ images: ['found'], predict: 'probability' });
  });

  it('is there again with all that was said', async () => {
    const { panel } = await openedPair();
    panel.own.setAxes(1, 'xy');
    panel.own.choose('net');
    panel.own.choose('other');
    expect(ownOf(panel)).toMatchObject({ images: ['later', 'found'], axes: ['yx', 'xy'], predict: 'change' });
  });
});

describe('the bundle of one’s own network', () => {
  const noChain = new KernelError('no-chain', 'What the function does before the network is not known.');

  it('is asked for with what the form says; a failure is told and loses nothing', async () => {
    const build = vi.mocked(buildOwnBundle).mockRejectedValue(noChain);
    const { panel } = await chosen();
    panel.own.edit('license', 'MIT');
    await panel.makeBundle();
    const [draft, services] = must(build.mock.lastCall);
    expect(draft.own).toEqual({ variable: 'net', images: ['image'], axes: ['yx'], predict: 'probability' });
    expect(services.examineOwn).toBeDefined();
    expect(panel.state.phase).toMatchObject({
      name: 'failed',
      during: 'making',
      failure: { sentence: noChain.message }
    });
    expect(panel.own.state.draft).toEqual(draft);
    panel.showDraft();
    expect(panel.state.phase.name).toBe('found');
  });

  it('is not begun before the axes fit, and it is said why', async () => {
    const build = vi.mocked(buildOwnBundle).mockClear();
    const { panel } = await chosen();
    panel.own.setAxes(0, 'zyx');
    await panel.makeBundle();
    expect(build).not.toHaveBeenCalled();
    expect(panel.state.notice).toContain('The image has 2 axes, and here are 3 letters.');
    panel.own.setAxes(0, 'yx');
    expect(panel.own.missing()).toBeNull();
    expect(panel.state.notice).toBeNull();
  });

  it('asks for a test image where the kernel has none', async () => {
    const { panel } = await opened({ detectOwn: () => Promise.resolve({ ...held, arrays: [] }) });
    panel.own.choose('net');
    await panel.makeBundle();
    expect(panel.state.notice).toContain('Choose a test image first');
  });

  it('asks before code of the network’s file runs, and goes on with a yes', async () => {
    const code = new KernelError('holds-code', 'It holds code.', { path: 'net', code: [] });
    const build = vi.mocked(buildOwnBundle).mockClear().mockRejectedValueOnce(code).mockRejectedValue(noChain);
    const { panel } = await chosen({}, { allowCode: () => Promise.resolve(true) });
    await panel.makeBundle();
    expect(build.mock.calls.map(([{ own }]) => own.allowCode)).toEqual([undefined, true]);
  });

  it('asks what to do where its name is taken', async () => {
    const { panel, files } = await chosen();
    files.add('nucleinet.bioimageio.zip');
    await panel.makeBundle();
    expect(panel.state.phase).toMatchObject({ name: 'taken', suggestion: 'nucleinet-2.bioimageio.zip' });
  });
});
