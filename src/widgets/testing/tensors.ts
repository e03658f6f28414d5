import type { OutputView, Report, Reproduction, ViewTensor } from '../../preview/report/report';

/** A small picture with a bright corner; `change` spoils it. */
export function picture(change: (value: number, y: number, x: number) => number = value => value): ViewTensor {
  const [height, width] = [8, 12];
  const data = new Float32Array(height * width);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      data[y * width + x] = change((y * width + x) / (height * width - 1), y, x);
    }
  }
  return { axes: ['batch', 'y', 'x', 'channel'], tensor: { dtype: 'float32', shape: [1, height, width, 1], data } };
}

export function outputView(reproduced: ViewTensor | undefined): OutputView {
  return { weights: 'onnx', output: 'probability', input: picture(), expected: picture(), reproduced };
}

export const passing: Reproduction = {
  weights: 'onnx',
  output: 'probability',
  verdict: 'passed',
  zoo: 'passed',
  reason: 'Reproduces: largest difference 0.0000012 in a range of 0 to 1.',
  maxAbsolute: 1.2e-6,
  maxRelative: 3e-6,
  mismatchedPerMillion: 0,
  nan: 0,
  worst: [0, 3, 5, 0]
};

export function reportOf(reproduction: Reproduction, view: OutputView, part: Partial<Report> = {}): Report {
  return {
    source: 'nuclei.bioimageio.zip',
    title: 'Nuclei',
    verdict: reproduction.verdict,
    format: { verdict: 'valid', version: '0.5.10', findings: [], complete: false },
    reproduction: [reproduction],
    views: [view],
    agreement: [],
    readiness: [],
    diagnosis: [],
    engine: 'onnxruntime-web 1.30.0, 2 threads',
    seconds: { open: 0.01, run: 0.6 },
    ...part
  };
}
