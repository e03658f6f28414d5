import type { GraphFacts } from '../../../onnx/facts';
import { FLOAT32 } from '../../../onnx/model';
import type { OnnxModel } from '../../../onnx/model';
import type { Finding } from '../../../spec/finding';
import type { Path } from '../../../spec/path';
import { readRaw } from '../../../spec/read';
import type { OpenBundle } from '../../../bundle/open';
import type { Reproduction } from '../../report/report';
import type { Subject } from '../subject';

type Raw = Record<string | number, unknown>;

type Writable<T> = { -readonly [K in keyof T]: T[K] };

/** Puts a value at a path of a description; `undefined` takes away what is there. Groups on the way are made. */
export function put(description: Raw, path: Path, value: unknown): void {
  const [key, ...rest] = path;
  if (rest.length === 0) {
    if (value === undefined && Array.isArray(description)) {
      description.splice(Number(key), 1);
    } else if (value === undefined) {
      delete description[key];
    } else {
      // A copy: several tests share the values that they put in.
      description[key] = structuredClone(value);
    }
    return;
  }
  description[key] ??= {};
  const next = description[key];
  if (!isGroup(next)) {
    throw new Error(`There is nothing at ${String(key)} to change.`);
  }
  put(next, rest, value);
}

/** Lists count as groups here: their indices are keys. */
function isGroup(value: unknown): value is Raw {
  return typeof value === 'object' && value !== null;
}

function axes(size: (id: string) => Raw): Raw[] {
  return [
    { type: 'batch' },
    { type: 'channel', channel_names: ['intensity'] },
    { type: 'space', id: 'y', ...size('y') },
    { type: 'space', id: 'x', ...size('x') }
  ];
}

/** A model that nothing speaks against, in Fiji or in ilastik: fixed size, halo by reference, fixed numbers. */
function raw(): Raw {
  return {
    format_version: '0.5.8',
    type: 'model',
    id: 'clear-model',
    name: 'Clear model',
    description: 'Nothing speaks against it',
    authors: [{ name: 'A. Researcher', github_user: 'researcher' }],
    license: 'MIT',
    documentation: 'README.md',
    tags: ['test'],
    cite: [{ text: 'Nobody et al.', url: 'http://localhost/paper' }],
    inputs: [
      {
        id: 'raw',
        axes: axes(() => ({ size: 256 })),
        test_tensor: { source: 'input.npy' },
        data: { type: 'uint8' },
        preprocessing: [
          { id: 'scale_linear', kwargs: { gain: [0.01], offset: [0], axis: 'channel' } },
          { id: 'ensure_dtype', kwargs: { dtype: 'float32' } }
        ]
      }
    ],
    outputs: [
      {
        id: 'cells',
        axes: axes(axis_id => ({ size: { tensor_id: 'raw', axis_id, offset: 0 }, halo: 32 })),
        test_tensor: { source: 'output.npy' },
        data: { type: 'float32', range: [0, 1] },
        postprocessing: [{ id: 'sigmoid' }]
      }
    ],
    weights: {
      onnx: { source: 'weights.onnx', opset_version: 17, parent: 'torchscript' },
      torchscript: { source: 'weights.pt', pytorch_version: '2.0.1' }
    }
  };
}

const shape = [null, 1, null, null];

/** What a test may change before the description is read. */
export interface Parts {
  readonly raw: Raw;
  facts: Writable<GraphFacts> | null;
  outline: OnnxModel | null;
  readonly files: Set<string>;
  folder: string;
  description: string;
  findings: Finding[];
  reproduction: Reproduction[];
}

export function clearParts(): Parts {
  return {
    raw: raw(),
    facts: {
      opset: 17,
      irVersion: 8,
      externalData: false,
      externalFiles: [],
      operators: new Map([['Conv', 3]]),
      inputs: [{ name: 'raw', elemType: FLOAT32, dtype: 'float32', shape }],
      outputs: [{ name: 'cells', elemType: FLOAT32, dtype: 'float32', shape }]
    },
    outline: null,
    files: new Set(['rdf.yaml', 'weights.onnx', 'weights.pt', 'input.npy', 'output.npy', 'README.md']),
    folder: '',
    description: 'rdf.yaml',
    findings: [],
    reproduction: []
  };
}

export function subjectOf(parts: Parts): Subject {
  const { raw: written, facts, outline, files, folder, description, findings, reproduction } = parts;
  const read = readRaw(written);
  if (!read.description) {
    throw new Error('The description of this test cannot be read.');
  }
  const never = () => Promise.reject(new Error('No file may be read.'));
  const bundle: OpenBundle = {
    description: folder + description,
    folder,
    size: file => (files.has(file) ? 1 : undefined),
    read: never,
    sha256: never,
    forget: () => undefined
  };
  return { description: read.description, bundle, facts, outline, findings, reproduction };
}
