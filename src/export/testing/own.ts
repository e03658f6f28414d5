import { createReadStream, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { convertKeras } from '../../convert/convert';
import { resultOf } from '../../kernel/guards';
import type { PreparedOwn } from '../../kernel/ownProtocol';
import type { KernelTransport, Method, Params } from '../../kernel/protocol';
import { KernelError } from '../../kernel/protocol';
import type { InferenceEngine } from '../../runtime/engine';
import type { OwnServices } from '../own/bundle';
import { examineOwn } from '../own/examine';

/** What scripts/fixtures/own_fixtures.py made with PyTorch and Keras. */
export const OWN_CASES = ['one', 'two', 'keras'] as const;
export type OwnCase = (typeof OWN_CASES)[number];

const folderOf = (name: OwnCase) => join(import.meta.dirname, '../../../tests/own', name);

/** A network as the Python half prepared it, held to the protocol as its replies are. */
export function preparedOwn(name: OwnCase): PreparedOwn {
  const result: unknown = JSON.parse(readFileSync(join(folderOf(name), 'prepared.json'), 'utf8'));
  const prepared = resultOf('prepareOwn', { result });
  return { ...prepared, files: prepared.files.map(file => ({ ...file, path: join(folderOf(name), file.name) })) };
}

/** A Python half that has prepared this network; `asked` hears every request. */
export function ownTransport(
  prepared: PreparedOwn,
  asked: (method: Method, params: Params<Method>) => void = () => undefined
): KernelTransport {
  const results = { prepareOwn: prepared, release: {} };
  return {
    request: (method, params) => {
      asked(method, params);
      return method in results
        ? Promise.resolve(resultOf(method, { result: results[method as keyof typeof results] }))
        : Promise.reject(new KernelError('no-framework', `Nothing answers ${method} here.`));
    },
    fetchFile: path => Promise.resolve(Readable.toWeb(createReadStream(path)) as ReadableStream<Uint8Array>)
  };
}

export function ownServices(transport: KernelTransport, engine: InferenceEngine): OwnServices {
  return {
    transport,
    engine,
    convert: (keras, signal) => convertKeras(keras, { signal }),
    examineOwn: (onnx, prepared) => Promise.resolve(examineOwn(onnx, prepared))
  };
}
