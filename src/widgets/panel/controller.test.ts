import { describe, expect, it, vi } from 'vitest';
import { KernelError, type Candidate } from '../../kernel/protocol';
import { candidate, found, image, stage, thumbnail, untilAborted, type Answers, type Stage } from '../testing/services';
import type { PanelServices } from '../services';
import { PanelController } from './controller';
import { must } from '../../tensor/testing/must';

const usual: Answers = {
  detect: () => Promise.resolve(found(candidate)),
  thumbnail: () => Promise.resolve(thumbnail)
};

async function opened(
  answers: Answers = usual,
  part: Partial<PanelServices> = {}
): Promise<Stage & { panel: PanelController }> {
  const scene = stage(answers, part);
  const panel = new PanelController(scene.services);
  await panel.refresh();
  return { ...scene, panel };
}

describe('looking for a trained network', () => {
  it('says so where no notebook is open, and asks no kernel', async () => {
    const { panel, asked } = await opened(usual, { notebookName: () => null });
    expect(panel.state.phase.name).toBe('no-notebook');
    expect(asked).toEqual([]);
  });

  it('goes on from a folder alone where no notebook is open', async () => {
    const { panel, asked } = await opened(usual, {
      notebookName: () => null,
      notebook: () => Promise.resolve(undefined),
      chooseFolder: () => Promise.resolve('/old/nuclei_unet')
    });
    await panel.chooseFolder();
    expect(asked.at(0)?.params).toMatchObject({ folder: '/old/nuclei_unet' });
    expect(panel.state).toMatchObject({ phase: { name: 'found' }, notebook: null });
  });

  it('ends with a filled-in draft and a picture of the image that would be taken', async () => {
    const { panel } = await opened();
    expect(panel.state.phase.name).toBe('found');
    expect(panel.state.draft?.fileName.value).toMatch(/^nuclei-unet.*\.bioimageio\.zip$/);
    await vi.waitFor(() => {
      expect(panel.state.picture).toMatchObject({ path: image.path, suggested: thumbnail.suggested });
    });
  });

  it('says what was looked for where nothing is there, and looks into a folder chosen by hand', async () => {
    const answers: Answers = {
      ...usual,
      detect: ({ folder }) =>
        Promise.resolve(folder === '/old' ? found(candidate) : { ...found(), looked: ['The kernel holds no network.'] })
    };
    const { panel } = await opened(answers, { chooseFolder: () => Promise.resolve('/old') });
    expect(panel.state.phase).toEqual({ name: 'nothing', looked: ['The kernel holds no network.'] });
    await panel.chooseFolder();
    expect(panel.state.phase.name).toBe('found');
  });

  it('asks which network it is, never choosing silently, and looks again with the answer', async () => {
    const alternatives = [must(candidate.network)];
    const answers: Answers = {
      ...usual,
      detect: ({ network }) =>
        Promise.resolve(found(network ? candidate : { ...candidate, network: null, alternatives }))
    };
    const { panel, asked } = await opened(answers);
    expect(panel.state).toMatchObject({ phase: { name: 'ask', candidate: { alternatives } }, draft: null });
    await panel.chooseNetwork(alternatives[0]);
    expect(panel.state.phase.name).toBe('found');
    expect(asked.filter(({ method }) => method === 'detect').at(-1)?.params).toMatchObject({ network: 'U-Net (2D)' });
  });

  it('shows the sentence of a dead kernel with the traceback apart, and lives on', async () => {
    const detect = vi.fn<NonNullable<Answers['detect']>>();
    detect.mockRejectedValueOnce(new KernelError('dead', 'The kernel has died. Restart it.', {}, 'Traceback …'));
    detect.mockResolvedValue(found(candidate));
    const { panel } = await opened({ ...usual, detect });
    expect(panel.state.phase).toEqual({
      name: 'failed',
      during: 'looking',
      failure: { sentence: 'The kernel has died. Restart it.', details: 'Traceback …' }
    });
    await panel.retry();
    expect(panel.state.phase.name).toBe('found');
  });

  it('can be stopped, and the kernel is told', async () => {
    let told: AbortSignal | undefined;
    const scene = stage({
      detect: (_, signal) => {
        told = signal;
        return untilAborted(signal);
      }
    });
    const panel = new PanelController(scene.services);
    void panel.refresh();
    await vi.waitFor(() => {
      expect(told).toBeDefined();
    });
    panel.cancel();
    expect(told?.aborted).toBe(true);
    expect(panel.state.phase).toMatchObject({ name: 'failed', during: 'looking' });
  });

  it('lets a newer search overtake an older one', async () => {
    const other = { ...candidate, id: 'other', modelName: 'other' };
    let calls = 0;
    const scene = stage({
      ...usual,
      detect: async () => {
        calls += 1;
        const mine = calls;
        await new Promise(resolve => setTimeout(resolve, mine === 1 ? 30 : 1));
        return found(mine === 1 ? candidate : other);
      }
    });
    const panel = new PanelController(scene.services);
    const older = panel.refresh();
    await vi.waitFor(() => {
      expect(calls).toBe(1);
    });
    await Promise.all([older, panel.refresh()]);
    expect(panel.state.draft?.candidate.id).toBe('other');
  });
});

describe('the draft', () => {
  it('marks what the researcher enters as theirs', async () => {
    const { panel } = await opened();
    panel.edit('license', 'MIT');
    panel.setThreshold(90);
    expect(panel.state.draft?.fields.license).toMatchObject({ value: 'MIT', origin: 'user' });
    expect(panel.state.draft?.threshold).toMatchObject({ value: 90, origin: 'user' });
  });

  it('keeps what was entered when it looks again, and takes the rest anew', async () => {
    const { panel } = await opened();
    panel.edit('authors', [{ name: 'Ada' }]);
    panel.edit('fileName', 'mine');
    panel.chooseWeights('last');
    panel.setCrop({ y: 1, x: 2, height: 32, width: 32 });
    await panel.refresh();
    expect(panel.state.draft).toMatchObject({
      weights: 'last',
      crop: { y: 1, x: 2 },
      fileName: { value: 'mine.bioimageio.zip' },
      fields: { authors: { value: [{ name: 'Ada' }] }, name: { origin: 'disk' } }
    });
  });

  it('starts anew for another notebook', async () => {
    let name = 'a.ipynb';
    const { panel } = await opened(usual, { notebookName: () => name });
    panel.edit('license', 'MIT');
    name = 'b.ipynb';
    await panel.refresh();
    expect(panel.state.draft?.fields.license.value).toBe('');
  });

  it('forgets the crop of the former image when another is taken', async () => {
    const mine = { ...image, path: '/mine.tif', name: 'mine.tif', folder: null };
    const answers: Answers = { ...usual, image: () => Promise.resolve(mine) };
    const { panel } = await opened(answers, { chooseImage: () => Promise.resolve('/mine.tif') });
    panel.setCrop({ y: 1, x: 2, height: 32, width: 32 });
    await panel.chooseImage();
    expect(panel.state).toMatchObject({ draft: { image: '/mine.tif', crop: null }, picked: [mine] });
  });

  it('knows what was typed of a network after the page was loaded anew, and says it of no other', async () => {
    const { panel, services } = await opened();
    panel.edit('license', 'MIT');
    panel.edit('authors', [{ name: 'Ada Beispiel' }]);
    panel.setThreshold(90);
    panel.dispose();

    const again = new PanelController(services);
    await again.refresh();
    const { draft } = again.state;
    expect(draft?.fields.license).toMatchObject({ value: 'MIT', origin: 'user' });
    expect(draft?.fields.authors.value).toEqual([{ name: 'Ada Beispiel' }]);
    expect(draft?.threshold).toMatchObject({ value: 90, origin: 'user' });
    expect(draft?.fields.name.origin).not.toBe('user');

    const other = { ...usual, detect: () => Promise.resolve(found({ ...candidate, id: 'another folder' })) };
    const elsewhere = await opened(other, { remembered: services.remembered });
    expect(elsewhere.panel.state.draft?.fields.license.value).toBe('');
  });

  describe('of a network that only the kernel holds', () => {
    const fact = (value: string) => ({ value, origin: 'notebook', where: 'form field' }) as const;
    const live: Candidate = {
      ...candidate,
      id: 'kernel:model',
      folder: null,
      facts: { ...candidate.facts, Training_source: fact('/data/nuclei') }
    };
    const detects = (one: Candidate): Answers => ({ ...usual, detect: () => Promise.resolve(found(one)) });
    const typed = async () => {
      const scene = await opened(detects(live));
      scene.panel.edit('name', 'Nuclei');
      scene.panel.edit('license', 'MIT');
      scene.panel.edit('authors', [{ name: 'Ada' }]);
      return scene;
    };

    it.each<[string, Partial<Candidate>]>([
      ['other images', { facts: { ...live.facts, Training_source: fact('/data/membranes') } }],
      ['another kind', { network: { id: 'care_2d', name: 'CARE (2D)', why: '' }, modelName: 'model' }],
      ['another name', { modelName: 'membranes' }],
      ['other channels', { takes: { axes: ['y', 'x', 'channel'], channels: 3 } }]
    ])('is not said of one that the same variable holds afterwards, trained with %s', async (_, change) => {
      const { panel, services } = await typed();
      const other = detects({ ...live, ...change });
      const { panel: later } = await opened(other, { remembered: services.remembered });
      expect(later.state.draft?.fields.license.value).toBe('');
      expect(later.state.draft?.fields.authors.value).toEqual([]);

      // The same without a reload: training went on in the open panel.
      const scene = stage(other);
      const now = new PanelController({ ...scene.services, remembered: services.remembered });
      now.store.set(panel.state);
      await now.refresh();
      expect(now.state.draft?.fields).toMatchObject({ license: { value: '' }, authors: { value: [] } });
      expect(now.state.draft?.fields.name.value).not.toBe('Nuclei');
    });

    it('is said of the same one after more epochs and its quality control, and after a reload', async () => {
      const { services } = await typed();
      const facts = { ...live.facts, number_of_epochs: fact('200'), average_best_threshold: fact('90') };
      const { panel } = await opened(detects({ ...live, facts }), { remembered: services.remembered });
      expect(panel.state.draft?.fields).toMatchObject({ license: { value: 'MIT' }, name: { value: 'Nuclei' } });
    });

    it('stays where the researcher says that the same one is of another kind', async () => {
      const { panel, services } = await typed();
      const told = detects({ ...live, network: { id: 'care_2d', name: 'CARE (2D)', why: '' }, recognisedBy: 'asked' });
      const now = new PanelController({ ...stage(told).services, remembered: services.remembered });
      now.store.set(panel.state);
      await now.refresh();
      expect(now.state.draft?.fields.license.value).toBe('MIT');
    });
  });

  it.each(['not JSON', '{}', '[["a"]]', '[[0, 1]]', JSON.stringify([[candidate.id, { fields: { license: 7 } }]])])(
    'is not disturbed by what else the browser keeps: %s',
    async text => {
      const { panel } = await opened(usual, { remembered: () => text });
      expect(panel.state).toMatchObject({ phase: { name: 'found' }, draft: { fields: { license: { value: '' } } } });
    }
  );

  it('reads an image chosen by hand again after a reload, and does without it where it is gone', async () => {
    const mine = { ...image, path: '/mine.tif', name: 'mine.tif', folder: null };
    const answers: Answers = { ...usual, image: () => Promise.resolve(mine) };
    const { panel, services } = await opened(answers, { chooseImage: () => Promise.resolve('/mine.tif') });
    await panel.chooseImage();

    const again = new PanelController(services);
    await again.refresh();
    await expect.poll(() => again.state.picked).toEqual([mine]);
    expect(again.state.draft?.image).toBe('/mine.tif');

    const { panel: without } = await opened(
      { ...usual, image: () => Promise.reject(new KernelError('bad-image', 'mine.tif is not there.')) },
      { remembered: services.remembered }
    );
    await expect.poll(() => without.state.draft?.image).toBeNull();
  });

  it('keeps an image chosen by hand while the kernel is busy after a reload, and shows it once it is idle', async () => {
    const mine = { ...image, path: '/mine.tif', name: 'mine.tif', folder: null };
    const answers: Answers = { ...usual, image: () => Promise.resolve(mine) };
    const { panel, services } = await opened(answers, { chooseImage: () => Promise.resolve('/mine.tif') });
    await panel.chooseImage();

    const busy = new KernelError('busy', 'The kernel is busy with a cell of the notebook.');
    let asked = 0;
    const transport: PanelServices['transport'] = signal =>
      // The search is answered before the researcher's cell begins.
      (asked += 1) === 1 ? services.transport(signal) : Promise.reject(busy);
    let now = transport;
    const again = new PanelController({ ...services, transport: signal => now(signal) });
    await again.refresh();
    await expect.poll(() => again.state.picture?.failure).toBe(busy.message);
    expect(again.state.draft?.image).toBe('/mine.tif');
    again.edit('license', 'MIT');

    now = services.transport;
    await again.kernelIdle();
    expect(again.state).toMatchObject({ draft: { image: '/mine.tif' }, picked: [mine] });
    expect(again.state.picture).toMatchObject({ path: '/mine.tif', png: thumbnail.png, failure: null });
    expect(services.remembered()).toContain('/mine.tif');
  });

  it('knows an image that was typed by a relative path by its whole one, and where it is from', async () => {
    const mine = { ...image, path: '/lab/day 1/mine.tif', name: 'mine.tif', folder: null, heldOut: false };
    const answers: Answers = {
      ...usual,
      image: ({ path, folder }) => Promise.resolve({ ...mine, path: `${folder}/${path}` })
    };
    const { panel } = await opened(answers, {
      notebook: () => Promise.resolve({ network: 'U-Net (2D)', params: {}, folder: '/lab/day 1' }),
      chooseImage: () => Promise.resolve('mine.tif')
    });
    await panel.chooseImage();
    expect(panel.state).toMatchObject({ draft: { image: mine.path }, picked: [mine] });
  });

  it('uses the image that it shows as chosen, also for the network of another folder', async () => {
    const mine = { ...image, path: '/mine.tif', name: 'mine.tif', folder: null };
    const bare = { ...candidate, images: [] };
    const answers: Answers = {
      ...usual,
      detect: ({ folder }) => Promise.resolve(found(folder === '/old' ? { ...bare, id: 'old' } : bare)),
      image: () => Promise.resolve(mine)
    };
    const chosen = { chooseImage: () => Promise.resolve(mine.path), chooseFolder: () => Promise.resolve('/old') };
    const { panel } = await opened(answers, chosen);
    await panel.chooseImage();
    await panel.chooseFolder();
    expect(panel.state).toMatchObject({ draft: { candidate: { id: 'old' }, image: mine.path }, picked: [mine] });
  });

  it('says in its place why an image cannot be taken, and keeps the former one', async () => {
    const answers: Answers = {
      ...usual,
      image: () => Promise.reject(new KernelError('bad-image', 'notes.txt is not an image.'))
    };
    const { panel } = await opened(answers, { chooseImage: () => Promise.resolve('/notes.txt') });
    await panel.chooseImage();
    expect(panel.state.picture?.failure).toBe('notes.txt is not an image.');
    expect(panel.state).toMatchObject({ phase: { name: 'found' }, draft: { image: null } });
  });
});

describe('a busy kernel', () => {
  const busy = new KernelError('busy', 'The kernel is busy with a cell of the notebook.');

  it('is looked into as soon as it is idle, without a click', async () => {
    let transport: PanelServices['transport'] = () => Promise.reject(busy);
    const { panel } = await opened(usual, { transport: signal => transport(signal) });
    expect(panel.state.phase).toMatchObject({ name: 'failed', during: 'looking', failure: { sentence: busy.message } });
    transport = stage(usual).services.transport;
    await panel.kernelIdle();
    expect(panel.state.phase.name).toBe('found');
  });

  it('that has stopped a bundle is no longer spoken of once it is idle; the bundle is made when it is asked for', async () => {
    let transport: PanelServices['transport'] = stage(usual).services.transport;
    const { panel } = await opened(usual, { transport: signal => transport(signal) });
    transport = () => Promise.reject(busy);
    await panel.makeBundle();
    expect(panel.state.phase).toMatchObject({ name: 'failed', during: 'making' });
    await panel.kernelIdle();
    expect(panel.state).toMatchObject({ phase: { name: 'found' }, notice: 'The kernel is idle again.' });
  });
});

describe('making the bundle', () => {
  it('tries the folder before any work, and says at once where it may only be read', async () => {
    const sentence = 'experiments does not allow writing. Move the notebook to a folder of your own and try again.';
    const refused = Object.assign(new Error(sentence), { name: 'WriteError' });
    const { panel, asked } = await opened(usual, { tryWriting: () => Promise.reject(refused) });
    const before = asked.length;
    await panel.makeBundle();
    expect(panel.state.phase).toMatchObject({ name: 'failed', during: 'making', failure: { sentence } });
    expect(asked.slice(before)).toEqual([]);
  });

  it('asks before anything is done where the name is taken, and offers a number', async () => {
    const { panel, files, asked } = await opened();
    const name = must(panel.state.draft).fileName.value;
    files.add(name);
    await panel.makeBundle();
    expect(panel.state.phase).toEqual({
      name: 'taken',
      fileName: name,
      suggestion: name.replace('.bioimageio.zip', '-2.bioimageio.zip')
    });
    expect(asked.some(({ method }) => method === 'prepare')).toBe(false);
    panel.showDraft();
    expect(panel.state.phase.name).toBe('found');
  });

  it('keeps the draft when the Python half cannot, and can be tried again', async () => {
    const prepare = vi.fn<NonNullable<Answers['prepare']>>();
    prepare.mockRejectedValue(new KernelError('no-framework', 'The kernel has no TensorFlow. Install it.'));
    const { panel, files } = await opened({ ...usual, prepare });
    panel.edit('license', 'MIT');
    await panel.makeBundle();
    expect(panel.state).toMatchObject({
      phase: { name: 'failed', during: 'making', failure: { sentence: 'The kernel has no TensorFlow. Install it.' } },
      draft: { fields: { license: { value: 'MIT' } } }
    });
    await panel.retry();
    expect(prepare).toHaveBeenCalledTimes(2);
    expect(files.size).toBe(0);
  });

  it('is cancelled through to the kernel, writes nothing and returns to the draft', async () => {
    let told: AbortSignal | undefined;
    const { panel, files } = await opened({
      ...usual,
      prepare: (_, signal) => {
        told = signal;
        return untilAborted(signal);
      }
    });
    const making = panel.makeBundle();
    await vi.waitFor(() => {
      expect(told).toBeDefined();
    });
    panel.edit('license', 'changed while it runs');
    await panel.refresh();
    expect(panel.state.phase.name).toBe('making');
    panel.cancel();
    await making;
    expect(told?.aborted).toBe(true);
    expect(panel.state).toMatchObject({
      phase: { name: 'found' },
      notice: 'Cancelled. No bundle was written.',
      draft: { fields: { license: { value: '' } } }
    });
    expect(files.size).toBe(0);
  });
});
