import { describe, expect, it } from 'vitest';
import { readDocument } from './document';

describe('readDocument', () => {
  it('takes what is shown from the command line’s document', () => {
    const document = {
      source: 'x.zip',
      verdict: 'failed',
      reason: 'It differs.',
      format: { findings: [{ code: 'a', severity: 'warning', message: 'No licence is given.' }] },
      reproduction: [{ weights: 'onnx', output: 'mask', verdict: 'failed', reason: 'differs in 3 of 9 values' }]
    };
    expect(readDocument(document)).toEqual({
      verdict: 'failed',
      reason: 'It differs.',
      outputs: [{ name: 'mask (onnx)', verdict: 'failed', reason: 'differs in 3 of 9 values' }],
      findings: [{ severity: 'warning', message: 'No licence is given.' }]
    });
  });

  it('takes a bundle that could not be read', () => {
    const read = readDocument({ source: 'x.zip', verdict: 'unreadable', reason: 'It is no zip.', format: null });
    expect(read).toEqual({ verdict: 'unreadable', reason: 'It is no zip.', outputs: [], findings: [] });
  });

  it.each([undefined, null, [], 'passed', {}, { verdict: 3 }])('says so where it is no report: %j', value => {
    expect(() => readDocument(value)).toThrow('The kernel sent no report. Check again.');
  });
});
