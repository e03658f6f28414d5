import { compareTensors } from '../../src/preview/reproduce/compare';
import type { OutputView, Report, Reproduction, ViewTensor } from '../../src/preview/report/report';
import type { Tensor } from '../../src/tensor/tensor';
import { noise } from './data';

const plane = 96;
const deep = 12;
const axes = ['batch', 'y', 'x', 'channel'];
const deepAxes = ['batch', 'z', 'y', 'x', 'channel'];
const exact = { relative: 0, absolute: 1e-3, mismatchedPerMillion: 0 };

interface Ball {
  readonly y: number;
  readonly x: number;
  readonly z: number;
  readonly radius: number;
}

/** Touching nuclei in five rows, the same at every run. */
const balls: readonly Ball[] = Array.from({ length: 25 }, (_, index) => {
  const [row, column] = [Math.floor(index / 5), index % 5];
  return {
    y: 10 + row * 19 + 3 * noise(index, 1),
    x: 10 + column * 19 + 3 * noise(index, 2),
    z: 2 + 8 * noise(index, 3),
    radius: 7 + 4 * noise(index, 4)
  };
});

/** How deep a place lies in the nearest ball, and its number; outside of all 0. */
function ballAt(y: number, x: number, z: number | null, all = balls): number {
  let number = 0;
  let nearest = 1;
  all.forEach((ball, index) => {
    const away = Math.hypot(y - ball.y, x - ball.x, z === null ? 0 : 1.8 * (z - ball.z)) / ball.radius;
    if (away < nearest) {
      [nearest, number] = [away, index + 1];
    }
  });
  return number;
}

function image(change: (number: number, y: number, x: number) => number = number => number): Tensor<'uint16'> {
  const data = Uint16Array.from({ length: plane * plane }, (_, at) => {
    const [y, x] = [Math.floor(at / plane), at % plane];
    return change(ballAt(y, x, null), y, x);
  });
  return { dtype: 'uint16', shape: [1, plane, plane, 1], data };
}

function volume(value: (number: number, z: number, y: number, x: number) => number, depth = deep): Tensor<'float32'> {
  const data = Float32Array.from({ length: depth * plane * plane }, (_, at) => {
    const x = at % plane;
    const y = Math.floor(at / plane) % plane;
    const z = Math.floor(at / plane / plane);
    return value(ballAt(y, x, (z / depth) * deep), z, y, x);
  });
  return { dtype: 'float32', shape: [1, depth, plane, plane, 1], data };
}

function labelled({ shape, data }: Tensor): Tensor<'uint16'> {
  return { dtype: 'uint16', shape, data: Uint16Array.from(data, Number) };
}

const seen = (number: number, y: number, x: number): number =>
  (number === 0 ? 0.1 : 0.6 + 0.3 * noise(number, 7)) + 0.15 * noise(y, x);

const photograph: ViewTensor = {
  axes,
  tensor: {
    dtype: 'float32',
    shape: [1, plane, plane, 1],
    data: Float32Array.from(image().data, (number, at) => seen(number, Math.floor(at / plane), at % plane))
  }
};

/** Other numbers for the same objects. */
const others = (number: number): number => (number === 0 ? 0 : 1 + ((number * 7) % 25));

function report(title: string, view: Omit<OutputView, 'weights' | 'output'>, declared?: boolean): Report {
  const { expected, reproduced } = view;
  const compared =
    reproduced && compareTensors(expected.tensor, reproduced.tensor, exact, { axes: expected.axes, objects: declared });
  const reproduction = { weights: 'onnx', output: 'output', ...compared } as Reproduction;
  return {
    source: `${title}.bioimageio.zip`,
    title,
    verdict: reproduction.verdict,
    format: { verdict: 'valid', version: '0.5.10', findings: [], complete: true },
    reproduction: [reproduction],
    views: [{ weights: 'onnx', output: 'output', ...view }],
    agreement: [],
    readiness: [],
    diagnosis: [],
    engine: 'onnxruntime-web 1.30.0, 2 threads',
    seconds: {}
  };
}

/** A missing one, one too many, one split in two, one with another outline; all numbers are others. */
function spoilt(number: number, y: number, x: number): number {
  if (number === 8 || (number === 13 && y < balls[12].y - 4)) {
    return 0;
  }
  if (number === 19) {
    return x < balls[18].x ? others(19) : 40;
  }
  return number === 0 && Math.hypot(y - 28, x - 38) < 4 ? 41 : others(number);
}

/** What a network gives on a coarser or finer grid than its image. */
function resized(factor: number, channels: number): ViewTensor {
  const size = Math.round(32 * factor);
  const data = Float32Array.from({ length: size * size * channels }, (_, at) => {
    const [pixel, channel] = [Math.floor(at / channels), at % channels];
    const [y, x] = [(Math.floor(pixel / size) / size) * plane, ((pixel % size) / size) * plane];
    return ballAt(y, x, null) === 0 ? 0 : 1 + channel * 0.1;
  });
  return { axes, tensor: { dtype: 'float32', shape: [1, size, size, channels], data } };
}

const coarse = resized(1, 1);
const depth = (tensor: Tensor): ViewTensor => ({ axes: deepAxes, tensor });
const stack = depth(volume((number, z, y, x) => seen(number, y + z, x)));
const inside = volume(number => (number === 0 ? 0 : 1));
const numbers = labelled(volume(number => number));
const spoiltNumbers = labelled(
  volume((number, _z, _y, x) => (number === 8 ? 0 : number === 13 && x < 40 ? 0 : number))
);

/** Reports whose outputs are numbered objects or volumes, or have another size than the input. */
export const objectReports: Readonly<Record<string, Report>> = {
  labels: report(
    'labels',
    {
      input: photograph,
      expected: { axes, tensor: image() },
      reproduced: { axes, tensor: image(spoilt) },
      objects: true
    },
    true
  ),
  'labels-same': report(
    'labels-same',
    {
      input: photograph,
      expected: { axes, tensor: image() },
      reproduced: { axes, tensor: image(others) },
      objects: true
    },
    true
  ),
  volume: report('volume', {
    input: stack,
    expected: depth(inside),
    reproduced: depth(volume((number, z) => (number === 0 ? 0 : z > 6 ? 0.9 : 1)))
  }),
  'volume-labels': report(
    'volume-labels',
    { input: stack, expected: depth(numbers), reproduced: depth(spoiltNumbers), objects: true },
    true
  ),
  finer: report('finer', { input: coarse, expected: resized(8, 1), reproduced: resized(8, 1) }),
  coarser: report('coarser', { input: resized(4, 3), expected: resized(2, 33), reproduced: resized(2, 33) })
};
