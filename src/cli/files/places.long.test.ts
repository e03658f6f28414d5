import { expect, it } from 'vitest';
import { describe as inWords, wherePath } from '../../spec/messages';
import { bases04 } from '../../spec/testing/corpus/bases04';
import { bases05 } from '../../spec/testing/corpus/bases05';
import { Random } from '../../tensor/testing/random';
import { writeYaml } from '../../spec/testing/corpus/write';
import type { Group, Value } from '../../spec/testing/corpus/value';
import { terminalText } from '../text';
import { check } from '../../preview/check';
import { folderSource } from '../../bundle/folder';

const wrong: readonly Value[] = ['?', -7.5, true, [], {}, ['?'], { min: 3 }];
const draw = new Random(12);

/** The description with its n-th value replaced or, for half of them, its name changed to one that no field has. */
function spoiled(description: Group, n: number): Group | null {
  let left = n;
  const change = (value: Value): Value => {
    if (left-- === 0) {
      return draw.pick(wrong);
    }
    if (Array.isArray(value)) {
      return value.map(change);
    }
    return typeof value === 'object' && value !== null
      ? (Object.fromEntries(
          Object.entries(value).map(([key, item]) => [
            left === 0 && draw.chance(0.3) ? 'odd' : key,
            change(item as Value)
          ])
        ) as Value)
      : value;
  };
  const changed = change(description);
  return left < 0 ? (changed as Group) : null;
}

it.each([...bases05, ...bases04].map(base => [`${base.format} ${base.name}`, base] as const))(
  'no sentence on a spoiled %s holds a path',
  async (_, { description, files }) => {
    let sentences = 0;
    for (let n = 1; ; n += 1 + draw.below(4)) {
      const changed = spoiled(description, n);
      if (changed === null) {
        break;
      }
      const text = new TextEncoder().encode(writeYaml(changed));
      const listed = [['rdf.yaml', text] as const, ...Object.entries(files)].map(([name, bytes]) => ({
        name,
        size: bytes.length,
        read: () => Promise.resolve(new Uint8Array(bytes))
      }));
      const report = await check(folderSource(listed, 'bundle'), { engine: null, formatOnly: true });
      for (const finding of report.format?.findings ?? []) {
        const said = inWords(finding);
        sentences += 1;
        expect(said).not.toMatch(/\w\[\d+\]|\[\d+\]\.|undefined/);
        // Two keys and no number may also be the name of a file: weights.onnx.
        expect(finding.path.length > 2 && said.includes(wherePath(finding.path))).toBe(false);
      }
      expect(terminalText(report)).not.toMatch(/\w\[\d+\]|\[\d+\]\./);
    }
    expect(sentences).toBeGreaterThan(5);
  },
  120_000
);
