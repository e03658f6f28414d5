import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Report } from '../../preview/report/report';
import { SourceError } from '../../bundle/source';
import type { InferenceEngine } from '../../runtime/engine';
import { createNodeEngine } from '../../runtime/node';
import { readNpy, writeNpy } from '../../tensor/npy';
import { realBundle } from '../testing/model';
import { picturesOf } from '../viewer/pictures';
import { wholeOf } from '../viewer/whole';
import { ReportController } from './controller';
import { zooVerdict } from './verdict';
import { inEnglish } from '../common/translate';
import { must } from '../../tensor/testing/must';

describe('the report of a real bundle', () => {
  let engine: InferenceEngine;

  beforeAll(async () => {
    engine = await createNodeEngine({ threads: 1 });
  });

  afterAll(async () => {
    await engine.dispose();
  });

  it('passes, step by step, and its pictures show no difference', async () => {
    const controller = new ReportController({ open: () => realBundle(), engine: () => Promise.resolve(engine) });
    await controller.check();
    const { report, steps, running, failure } = controller.store.get();
    expect({ running, failure }).toEqual({ running: false, failure: null });
    expect(report?.verdict).toBe('passed');
    expect(steps.every(({ state }) => state !== 'running')).toBe(true);
    const view = must(must(report).views.find(({ weights }) => weights === 'onnx'));
    const pictures = picturesOf(view, wholeOf(view), {}, false);
    expect(pictures.expected.plane).toMatchObject({ width: 128, height: 96 });
    expect(pictures.scale?.nothingToSee).toBe(true);
  });

  it('shows NaN in the expected output; the zoo notices it by the file’s hash alone', async () => {
    const spoil = {
      'test_output.npy': (bytes: Uint8Array): Uint8Array => {
        const tensor = readNpy(bytes);
        tensor.data.fill(NaN as never, 0, 12);
        return writeNpy(tensor);
      }
    };
    const controller = new ReportController({ open: () => realBundle(spoil), engine: () => Promise.resolve(engine) });
    const early: (Report | null)[] = [];
    controller.store.subscribe(() => {
      const { running, report } = controller.store.get();
      if (running && report) {
        early.push(report);
      }
    });
    await controller.check();
    // The verdict stands there before its reason was looked for.
    expect(early.at(0)).toMatchObject({ verdict: 'failed', diagnosis: [] });
    const { report } = controller.store.get();
    expect(report?.verdict).toBe('failed');
    expect(report?.reproduction.find(({ weights }) => weights === 'onnx')).toMatchObject({ zoo: 'failed', nan: 12 });
    expect(zooVerdict(must(report), inEnglish).text).toBeTruthy();
  });

  it('can be stopped while it runs, and checked again', async () => {
    const controller = new ReportController({ open: () => realBundle(), engine: () => Promise.resolve(engine) });
    const stopped = controller.check();
    controller.cancel();
    await stopped;
    expect(controller.store.get()).toMatchObject({ running: false, failure: { sentence: 'You stopped the check.' } });
    await controller.check();
    expect(controller.store.get()).toMatchObject({ failure: null, report: { verdict: 'passed' } });
  });
});

it('shows the sentence of a bundle that cannot be opened', async () => {
  const controller = new ReportController({
    open: () => Promise.reject(new SourceError('not-a-zip', 'x.zip is not a zip file.')),
    engine: () =>
      Promise.resolve({ name: '', load: () => Promise.reject(new Error()), dispose: () => Promise.resolve() })
  });
  await controller.check();
  expect(controller.store.get().failure?.sentence).toBe('x.zip is not a zip file.');
});
