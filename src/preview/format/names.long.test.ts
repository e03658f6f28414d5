import { expect, it } from 'vitest';
import { describe as inWords } from '../../spec/messages';
import { bases04 } from '../../spec/testing/corpus/bases04';
import { bases05 } from '../../spec/testing/corpus/bases05';
import { Random } from '../../tensor/testing/random';
import { writeYaml } from '../../spec/testing/corpus/write';
import type { Group, Value } from '../../spec/testing/corpus/value';
import { FLOAT32 } from '../../onnx/model';
import { writeModel } from '../../onnx/write';
import { createNodeEngine } from '../../runtime/node';
import { check } from '../check';
import { smallDescription, smallFiles, smallZip } from '../testing/small';
import { zipSource } from '../../bundle/zip';
import { folderSource } from '../../bundle/folder';

/** What every object of JavaScript inherits, so that a plain table seems to have it. */
const inherited = ['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'valueOf', '__defineGetter__'];

/** The description with its n-th text or name of a field replaced; `null` where there are not so many. */
function replaced(description: Group, n: number, word: string): Value | null {
  let left = n;
  const change = (value: Value): Value => {
    if (typeof value === 'string') {
      return left-- === 0 ? word : value;
    }
    if (Array.isArray(value)) {
      return value.map(change);
    }
    if (typeof value !== 'object' || value === null) {
      return value;
    }
    return Object.fromEntries(
      Object.entries(value).map(([key, item]) => [left-- === 0 ? word : key, change(item as Value)])
    ) as Value;
  };
  const changed = change(description);
  return left < 0 ? changed : null;
}

const draw = new Random(11);

it.each([...bases05, ...bases04].map(base => [`${base.format} ${base.name}`, base] as const))(
  'says nothing of what tables inherit, whatever field of %s has such a name',
  async (_, { description, files }) => {
    for (let n = 0; ; n++) {
      const changed = replaced(description, n, draw.pick(inherited));
      if (changed === null) {
        expect(n).toBeGreaterThan(20);
        return;
      }
      const text = new TextEncoder().encode(writeYaml(changed as Group));
      const listed = [['rdf.yaml', text] as const, ...Object.entries(files)].map(([name, bytes]) => ({
        name,
        size: bytes.length,
        read: () => Promise.resolve(new Uint8Array(bytes))
      }));
      const report = await check(folderSource(listed, 'bundle'), { engine: null, formatOnly: true });
      const findings = report.format?.findings ?? [];
      const said = [report.reason, report.title, report.sizes, ...findings.map(inWords), ...findings.map(({ fix }) => fix?.label)]; // prettier-ignore
      expect(said.join(' ')).not.toMatch(/\[object|native code|Cannot read|is not a function|undefined/);
    }
  },
  120_000
);

/** A network in which everything that has a name has this one, or only the part that is said. */
function named(part: string, word: string): Uint8Array {
  const is = (wanted: string, usual: string) => (part === wanted || part === 'all' ? word : usual);
  const value = (name: string) => ({ name, elemType: FLOAT32, dims: [null, null, null, null] });
  const [input, output] = [is('inputs', 'in'), is('outputs', 'out')];
  return writeModel({
    irVersion: 8,
    producer: is('producer', 'test'),
    producerVersion: is('producer', '1'),
    opsets: new Map([['', 13], ...(part === 'domains' ? [[word, 1] as const] : [])]),
    metadata: new Map([[is('metadata', 'key'), is('metadata', 'value')]]),
    graph: {
      name: is('graph', 'g'),
      nodes: [
        {
          name: is('nodes', 'n'),
          op: is('operators', 'Add'),
          domain: is('domains', ''),
          inputs: [input, is('initializers', 'zero')],
          outputs: [output],
          attributes: new Map(part === 'attributes' ? [[word, { kind: 'int', value: 1 } as const]] : [])
        }
      ],
      initializers: [{ name: is('initializers', 'zero'), elemType: FLOAT32, dims: [1], values: [0], external: false }],
      inputs: [value(input)],
      outputs: [value(output)]
    }
  });
}

const parts = 'inputs outputs producer domains metadata graph nodes operators initializers attributes all'.split(' ');

it.each(parts)(
  'says nothing of what tables inherit where the ONNX network has such names: %s',
  async part => {
    const engine = await createNodeEngine({ threads: 1 });
    try {
      for (const word of inherited) {
        const zip = smallZip(smallDescription(), smallFiles().set('weights.onnx', named(part, word)));
        const report = await check(zipSource(zip), { engine });
        const findings = report.format?.findings ?? [];
        const reasons = report.reproduction.map(({ reason }) => reason ?? '');
        const ready = JSON.stringify(report.readiness);
        const said = [report.reason ?? '', ...findings.map(inWords), ...reasons, ready];
        expect(said.join(' ')).not.toMatch(/\[object|native code|Cannot read|is not a function|undefined/);
      }
    } finally {
      await engine.dispose();
    }
  },
  120_000
);
