// @vitest-environment jsdom
import { render, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import * as React from 'react';
import '../testing/dom';
import { expect, it, vi } from 'vitest';
import type { Report } from '../../preview/report/report';
import type { Finding } from '../../spec/finding';
import { describe } from '../../spec/messages';
import { outputView, passing, picture, reportOf } from '../testing/tensors';
import type { MendingState } from './mending';
import { ReportView } from './View';
import { must } from '../../tensor/testing/must';

const rename: Finding = {
  code: 'id-invalid',
  by: 'zoo',
  severity: 'error',
  path: ['inputs', 0, 'id'],
  data: { id: 'Raw', most: 32 },
  fix: { label: 'Call it “raw”', edits: [{ op: 'set', path: ['inputs', 0, 'id'], value: 'raw' }] }
};
const shorten: Finding = {
  code: 'name-long',
  by: 'zoo',
  severity: 'error',
  path: ['name'],
  data: { length: 80 },
  fix: { label: 'Shorten it', edits: [{ op: 'set', path: ['name'], value: 'Nuclei' }] }
};
const base = reportOf(passing, outputView(picture()));
const faulty: Report = { ...base, format: { ...must(base.format), verdict: 'invalid', findings: [rename, shorten] } };

function mending(part: Partial<MendingState> = {}): MendingState {
  return { busy: false, made: [], notice: null, mend: vi.fn(), undo: vi.fn(), save: vi.fn(), ...part };
}

function show(report: Report, state?: MendingState): void {
  render(<ReportView report={report} steps={[]} running={false} mending={state} />);
}

it('mends one finding with one click, or all at once', async () => {
  const state = mending();
  show(faulty, state);
  await userEvent.click(screen.getByRole('button', { name: 'Call it “raw”' }));
  expect(state.mend).toHaveBeenLastCalledWith([rename.fix]);
  await userEvent.click(screen.getByRole('button', { name: 'Mend all 2' }));
  expect(state.mend).toHaveBeenLastCalledWith([rename.fix, shorten.fix]);
});

it('offers no mend where the bundle cannot be changed', () => {
  show(faulty);
  expect(screen.getByText(describe(rename))).toBeDefined();
  expect(screen.queryByRole('button', { name: 'Call it “raw”' })).toBeNull();
});

it('says what is mended and not saved, and saves or takes it back', async () => {
  const state = mending({ made: ['Call it “raw”', 'Shorten it'] });
  show(base, state);
  const bar = within(screen.getByRole('region', { name: 'Mends that are not saved yet' }));
  expect(bar.getByText('Mended here, not saved yet: Call it “raw”; Shorten it')).toBeDefined();
  await userEvent.click(bar.getByRole('button', { name: 'Save the mended bundle' }));
  await userEvent.click(bar.getByRole('button', { name: 'Undo the last mend' }));
  expect([state.save, state.undo].map(done => vi.mocked(must(done)).mock.calls.length)).toEqual([1, 1]);
});

it('has one line per program, with what speaks against it below', async () => {
  const channel: Finding = { code: 'field-missing', by: 'deepimagej', severity: 'error', path: ['inputs', 0, 'axes'] };
  const report: Report = {
    ...base,
    format: { ...must(base.format), findings: [channel] },
    readiness: [
      { consumer: 'python', verdict: 'runs', reason: 'It was run here.' },
      { consumer: 'deepimagej', verdict: 'will not run', reason: 'It needs a channel axis.' }
    ]
  };
  show(report, mending());
  const section = within(must(screen.getByRole('heading', { name: 'Where it runs' }).parentElement));
  expect(must(section.getByText('Fiji (deepImageJ)').parentElement).textContent).toContain(
    'Fiji (deepImageJ): will not run. It needs a channel axis.'
  );
  await userEvent.click(section.getByText('What to know: 1'));
  expect(section.getByText(/The first input's list of axes is missing/)).toBeDefined();
  const description = within(must(screen.getByRole('heading', { name: 'Description' }).parentElement));
  expect(description.queryByText(/is missing/)).toBeNull();
});

it('says why an output does not reproduce, with the mend of the description', async () => {
  const state = mending();
  const fix = { label: 'Remove the step scale_range', edits: [] };
  const why = {
    weights: 'onnx',
    output: 'probability',
    state: 'explained',
    sentence: 'It was not normalised.'
  } as const;
  show({ ...base, diagnosis: [{ ...why, tried: 3, fix }] }, state);
  expect(screen.getByText('It was not normalised.')).toBeDefined();
  await userEvent.click(screen.getByRole('button', { name: 'Remove the step scale_range' }));
  expect(state.mend).toHaveBeenCalledWith([fix]);
});

it('can stop looking for the reason without stopping the check', async () => {
  const [onCancel, onStopSearch] = [vi.fn(), vi.fn()];
  const steps = [{ step: 'diagnose', state: 'running' }] as const;
  render(<ReportView report={null} steps={steps} running onCancel={onCancel} onStopSearch={onStopSearch} />);
  await userEvent.click(screen.getByRole('button', { name: 'Stop looking for the reason' }));
  expect([onStopSearch, onCancel].map(called => called.mock.calls.length)).toEqual([1, 0]);
});
