import type { Report, Reproduction } from '../../src/preview/report/report';
import type { OthersAsked } from '../../src/widgets/report/others';
import type { Phase } from '../../src/widgets/panel/state';
import { passing, reports, steps } from './states';

const pytorch = 'PyTorch 2.13.0, /home/ada/envs/nuclei/bin/python3.12';
const rows: readonly Reproduction[] = [
  passing,
  { ...passing, weights: 'torchscript', maxAbsolute: 0, engine: pytorch },
  { ...passing, weights: 'pytorch_state_dict', maxAbsolute: 0, engine: pytorch }
];

function unrun(one: Reproduction, reason: string, needsCode = false): Reproduction {
  return one.weights === 'onnx' ? one : { ...one, verdict: 'not run', reason, needsCode, engine: undefined };
}

const aside = 'torchscript weights are not run here';
const code =
  'the network is code (“NucleiNet” in the file “network.py” of the bundle), and code is not run unasked. If you trust ' +
  'who made the bundle, allow it: --allow-code on the command line, allow_code=True in Python';

/** A bundle of PyTorch with its three formats: all run, only ONNX run, and code asked for. */
export const weightsReports: Readonly<Record<'weights' | 'weights-left' | 'weights-code', Report>> = {
  weights: {
    ...reports.passed,
    reproduction: rows,
    agreement: [
      { output: 'probability', weights: ['onnx', 'torchscript'], maxAbsolute: 1.2e-6 },
      { output: 'probability', weights: ['onnx', 'pytorch_state_dict'], maxAbsolute: 1.2e-6 },
      { output: 'probability', weights: ['torchscript', 'pytorch_state_dict'], maxAbsolute: 0 }
    ]
  },
  'weights-left': { ...reports.passed, reproduction: rows.map(one => unrun(one, aside)) },
  'weights-code': {
    ...reports.passed,
    reproduction: rows.map(one => (one.weights === 'torchscript' ? one : unrun(one, code, true))),
    agreement: [{ output: 'probability', weights: ['onnx', 'torchscript'], maxAbsolute: 1.2e-6 }]
  }
};

/** The panel once such a bundle is made. */
export function finished(report: Report, others: OthersAsked): Phase {
  return {
    name: 'done',
    others,
    notebook: 'nuclei.ipynb',
    saved: { path: 'nuclei/nucleinet.bioimageio.zip', size: 182_113 },
    notes: ['The network was in training mode; it is exported in evaluation mode (random layers off).'],
    check: steps,
    running: false,
    report,
    failure: null
  };
}
