import { describe, expect, it, vi } from 'vitest';
import { KernelError } from '../../kernel/protocol';
import type { Draft } from '../../export/draft/draft';
import { candidate, found, stage, thumbnail } from '../testing/services';
import { codeQuestion } from './code';
import { PanelController } from './controller';

const holdsCode = new KernelError('holds-code', 'weights_best.h5 holds code.', {
  path: '/models/nuclei/weights_best.h5',
  code: [{ layer: 'doubled', kind: 'Lambda', words: ['os', 'system'] }]
});

const asked: Draft[] = [];
vi.mock('./build', () => ({
  buildBundle: (draft: Draft) => {
    asked.push(draft);
    return draft.allowCode
      ? Promise.resolve({ notes: [], pack: () => new Response(new Uint8Array(10)).body })
      : Promise.reject(holdsCode);
  }
}));

async function made(answer: boolean): Promise<{ panel: PanelController; questions: string[]; files: Set<string> }> {
  asked.length = 0;
  const questions: string[] = [];
  const allowCode = (question: string): Promise<boolean> => {
    questions.push(question);
    return Promise.resolve(answer);
  };
  const { services, files } = stage(
    { detect: () => Promise.resolve(found(candidate)), thumbnail: () => Promise.resolve(thumbnail) },
    { allowCode, open: () => Promise.reject(new Error('not read here')) }
  );
  const panel = new PanelController(services);
  await panel.refresh();
  await panel.makeBundle();
  return { panel, questions, files };
}

describe('a network whose file holds code', () => {
  it('is asked about with what would run, and made where the answer is yes', async () => {
    const { questions, files } = await made(true);
    expect(questions).toHaveLength(1);
    expect(questions[0]).toContain('/models/nuclei/weights_best.h5');
    expect(questions[0]).toContain('layer “doubled”: Lambda (in its code: os, system)');
    expect(asked.map(({ allowCode }) => allowCode ?? false)).toEqual([false, true]);
    expect(files.size).toBe(1);
  });

  it('is not loaded where the answer is no, and the next try asks again', async () => {
    const { panel, files } = await made(false);
    expect(asked.map(({ allowCode }) => allowCode ?? false)).toEqual([false]);
    expect(files.size).toBe(0);
    expect(panel.state.phase).toMatchObject({ name: 'failed', failure: { sentence: 'weights_best.h5 holds code.' } });
    expect(panel.state.draft?.allowCode).toBeUndefined();
  });

  it('is the only failure that asks', () => {
    expect(codeQuestion(new KernelError('bad-model', 'Damaged.'))).toBeNull();
    expect(codeQuestion(new Error('Something'))).toBeNull();
  });
});
