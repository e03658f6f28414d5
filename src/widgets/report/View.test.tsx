// @vitest-environment jsdom
import { cleanup, render, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import * as React from 'react';
import '../testing/dom';
import { describe, expect, it, vi } from 'vitest';
import type { Report } from '../../preview/report/report';
import { outputView, passing, picture, reportOf } from '../testing/tensors';
import { inEnglish } from '../common/translate';
import { copiedText } from './text';
import { ReportView } from './View';
import { must } from '../../tensor/testing/must';

const good = reportOf(passing, outputView(picture()));
const withNaN = reportOf(
  { ...passing, verdict: 'failed', reason: 'The output holds 12 values that are not numbers.', nan: 12 },
  outputView(picture((value, y) => (y === 0 ? NaN : value)))
);

function show(report: Report): void {
  render(<ReportView report={report} steps={[]} running={false} />);
}

function box(title: string): HTMLElement {
  return must(screen.getByRole('heading', { name: title }).parentElement);
}

describe('several weights', () => {
  const keras = { ...passing, weights: 'keras_v3', engine: 'Keras 3.15.1, /usr/bin/python3', maxAbsolute: 2.5e-6 };
  const state = {
    ...passing,
    weights: 'pytorch_state_dict',
    verdict: 'not run',
    reason: 'the network is code'
  } as const;
  const agreement = [{ output: passing.output, weights: ['onnx', 'keras_v3'], maxAbsolute: 3.5e-6 }] as const;
  const report = { ...good, reproduction: [passing, keras, state], agreement };

  it('stand in one table, each beside the expected output, beside the others, and with who reads it', () => {
    show(report);
    const table = screen.getByRole('table', { name: /All weights of the bundle/ });
    const headers = within(table).getAllByRole('columnheader');
    expect(headers.map(({ textContent }) => textContent)).toEqual(['Weights', `Output “${passing.output}”`]);
    const row = must(
      within(table)
        .getByRole('rowheader', { name: /keras_v3/ })
        .closest('tr')
    );
    expect(row.textContent).toContain('run by Keras 3.15.1, /usr/bin/python3');
    expect(row.textContent).toContain('read by Python (bioimageio.core)');
    const cell = within(row).getByRole('cell');
    expect(cell.textContent).toContain('reproduces');
    expect(
      within(cell)
        .getAllByRole('listitem')
        .map(({ textContent }) => textContent)
    ).toEqual(['to the expected output: 0.0000025', 'to onnx: 0.0000035']);
    expect(within(table).getByText('not run: the network is code')).toBeDefined();
  });

  it('are pictured once; what differs is told in full', () => {
    show(report);
    expect(screen.getAllByRole('heading', { name: /^Output “/ })).toHaveLength(1);
    cleanup();
    show({ ...report, reproduction: [passing, { ...keras, verdict: 'failed', reason: 'differs everywhere' }, state] });
    expect(screen.getByRole('heading', { name: /keras_v3 weights/ })).toBeDefined();
  });

  it('that were not run are offered to the kernel; code of the bundle only after a question of its own', async () => {
    const run = vi.fn();
    const unrun = { ...keras, verdict: 'not run', reason: 'keras_v3 weights are not run here' } as const;
    const before = { ...good, reproduction: [passing, unrun] };
    const kernel = 'the kernel “Python 3” of nuclei.ipynb';
    const { rerender } = render(
      <ReportView report={before} steps={[]} running={false} others={{ kernel, asked: false, busy: false, run }} />
    );
    const offer = screen.getByRole('region', { name: 'Weights that were not run here' });
    expect(offer.textContent).toContain(`keras_v3 can be run in ${kernel}`);
    await userEvent.click(within(offer).getByRole('button', { name: 'Run them in the kernel' }));
    expect(run).toHaveBeenLastCalledWith(false);

    const refused = {
      ...report,
      reproduction: [
        passing,
        keras,
        { ...state, reason: `${state.reason}. If you trust who made it, allow it: --allow-code`, needsCode: true }
      ]
    };
    const others = { kernel, asked: true, busy: false, run };
    rerender(<ReportView report={refused} steps={[]} running={false} others={others} />);
    const question = screen.getByRole('region', { name: 'Weights that were not run here' });
    expect(question.textContent).toContain('pytorch_state_dict were not run: the network is code.');
    expect(document.body.textContent).not.toContain('--allow-code');
    await userEvent.click(within(question).getByRole('button', { name: 'Run them with the code of this bundle' }));
    expect(run).toHaveBeenLastCalledWith(true);

    rerender(<ReportView report={report} steps={[]} running={false} others={others} />);
    expect(screen.queryByRole('region', { name: 'Weights that were not run here' })).toBeNull();
  });

  it('are told in the text', () => {
    const lines = copiedText(report, inEnglish)
      .split('\n')
      .map(line => line.trim());
    expect(lines).toContain(`“${passing.output}”: onnx and keras_v3 differ by 0.0000035 at most`);
    expect(lines).toContain('keras_v3: run by Keras 3.15.1, /usr/bin/python3; read by Python (bioimageio.core)');
    expect(lines).toContain('pytorch_state_dict: read by Python (bioimageio.core), ilastik');
  });
});

describe('the verdict', () => {
  it('is a sentence, with both verdicts beside each other', () => {
    show(good);
    expect(screen.getByRole('heading', { level: 2 }).textContent).toMatch(/“Nuclei” reproduces/);
    expect(box('What the zoo will say').textContent).toContain('Accepts it');
    expect(box('What Zooport says').textContent).toContain('Passes');
    expect(screen.getByText(/largest difference 0\.0000012/)).toBeDefined();
  });

  it('says why as a sentence of its own', () => {
    show({ ...good, reproduction: [{ ...passing, reason: 'differs at 38 % of the values, most at y 40' }] });
    expect(screen.getByText('Differs at 38 % of the values, most at y 40')).toBeDefined();
  });

  it('says that the zoo would not notice NaN', () => {
    show(withNaN);
    expect(box('What the zoo will say').textContent).toContain('Accepts it');
    expect(box('What Zooport says').textContent).toContain('The zoo would not notice this.');
    const row = must(screen.getByRole('rowheader', { name: 'Values that are not numbers' }).closest('tr'));
    expect(within(row).getByRole('cell').textContent).toBe('12');
  });

  it.each([
    [0, 'none'],
    [381_204, '38 % (381204 of a million)'],
    [12, '12 of a million']
  ])('says which share of the values differs (%s of a million)', (mismatchedPerMillion, said) => {
    show({ ...good, reproduction: [{ ...passing, mismatchedPerMillion }] });
    const row = must(
      screen.getByRole('rowheader', { name: 'Values that differ by more than the tolerance' }).closest('tr')
    );
    expect(within(row).getByRole('cell').textContent).toBe(said);
  });

  it('says what cannot be read and why', () => {
    show({
      ...good,
      title: undefined,
      verdict: 'unreadable',
      reason: 'The zip was cut short.',
      format: null,
      reproduction: [],
      views: [],
      readiness: [],
      diagnosis: []
    });
    expect(screen.getByRole('heading', { level: 2 }).textContent).toBe('“nuclei.bioimageio.zip” cannot be read.');
    expect(screen.getByText('The zip was cut short.')).toBeDefined();
  });

  it('says "not fully checked" as long as the format is not', () => {
    show(good);
    expect(screen.getByText(/Not fully checked/)).toBeDefined();
    cleanup();
    show({ ...good, format: { ...must(good.format), complete: true } });
    expect(screen.queryByText(/Not fully checked/)).toBeNull();
  });

  it('groups the findings by how grave they are, in words', () => {
    const findings = [
      { code: 'field-missing', by: 'zoo', severity: 'warning', path: ['authors'] },
      { code: 'field-missing', by: 'zoo', severity: 'error', path: ['inputs'] }
    ] as const;
    show({ ...good, format: { ...must(good.format), verdict: 'invalid', findings } });
    expect(screen.getAllByText(/^(Errors|Warnings): 1$/).map(({ textContent }) => textContent)).toEqual([
      'Errors: 1',
      'Warnings: 1'
    ]);
    expect(screen.getByText(/The list of inputs is missing/)).toBeDefined();
    expect(box('What the zoo will say').textContent).toContain('Rejects it');
  });
});

describe('while the check runs', () => {
  it('shows the steps in a live region and can be cancelled', async () => {
    const onCancel = vi.fn();
    const steps = [
      { step: 'open', state: 'done', seconds: 0.02 },
      { step: 'run', state: 'running', detail: 'weights.onnx' }
    ] as const;
    render(<ReportView report={null} steps={steps} running onCancel={onCancel} />);
    const lines = within(screen.getByRole('status')).getAllByRole('listitem');
    expect(lines.map(({ textContent }) => textContent)).toEqual([
      'Open the bundle: done0.02 s',
      'Run the network: running weights.onnx'
    ]);
    await userEvent.click(screen.getByRole('button', { name: 'Cancel' }));
    expect(onCancel).toHaveBeenCalledOnce();
  });

  it('offers to check again after a failure', async () => {
    const onAgain = vi.fn();
    const failure = { sentence: 'The server is gone.' };
    render(<ReportView report={null} steps={[]} running={false} failure={failure} onAgain={onAgain} />);
    expect(screen.getByRole('alert').textContent).toContain('The server is gone.');
    await userEvent.click(screen.getByRole('button', { name: 'Check again' }));
    expect(onAgain).toHaveBeenCalledOnce();
  });
});

describe('the report as text', () => {
  it('holds verdicts, numbers and what was used', () => {
    expect(copiedText(withNaN, inEnglish)).toMatchInlineSnapshot(`
      "“Nuclei” does not reproduce its test output.

      What the zoo will say: Accepts it: valid description, and the test output is reproduced.
      Zooport: Fails: the test output is not reproduced. The zoo would not notice this.

        Format 0.5.10: valid, not fully checked
        Reproduction (onnxruntime-web 1.30.0, 2 threads):
          onnx, “probability”: failed (the zoo: passed): The output holds 12 values that are not numbers.
            largest difference: 0.0000012
            largest relative difference: 0.000003
            values that differ by more than the tolerance: none
            not a number: 12

      Open the bundle 0.01 s, Run the network 0.60 s
      Bundle: nuclei.bioimageio.zip
      "
    `);
  });

  it('is copied, or shown to be copied by hand where the page may not', async () => {
    const user = userEvent.setup();
    show(good);
    await user.click(screen.getByRole('button', { name: 'Copy as text' }));
    expect(await navigator.clipboard.readText()).toContain('“Nuclei” reproduces');
    vi.spyOn(navigator.clipboard, 'writeText').mockRejectedValue(new Error('denied'));
    await user.click(screen.getByRole('button', { name: 'Copy as text' }));
    expect((await screen.findByRole<HTMLTextAreaElement>('textbox')).value).toContain('“Nuclei” reproduces');
  });
});
