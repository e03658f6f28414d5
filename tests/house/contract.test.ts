import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { pythonShapes } from './pythonShapes';
import { typescriptShapes } from './typescriptShapes';

const ROOT = join(__dirname, '../..');
/** What is code of the TypeScript side alone; its errors come as Python's `Failure`. */
const NO_TWIN = new Set(['KernelTransport', 'KernelError', 'Method']);

const SOURCES = ['preparedFile', 'weightsProtocol', 'ownProtocol', 'protocol'].map(name => `src/kernel/${name}.ts`);
const TWINS = ['prepared_file', 'weights_protocol', 'own_protocol', 'protocol'].map(
  name => `zooport/kernel/${name}.py`
);

const theirs = new Map(SOURCES.flatMap(path => [...typescriptShapes(join(ROOT, path))]));
const ours = pythonShapes(TWINS.map(path => readFileSync(join(ROOT, path), 'utf8')).join('\n'));
const twins = [...theirs].filter(([name]) => !NO_TWIN.has(name));

describe('the contract of the two halves', () => {
  it('has the types that both need', () => {
    expect(twins.map(([name]) => name)).toEqual(
      expect.arrayContaining([
        'Candidate',
        'Detection',
        'Fact',
        'KernelProblem',
        'Methods',
        'NetworkId',
        'Prepared',
        'PreparedOwn'
      ])
    );
  });

  it.each(twins)('is the same at both ends: %s', (name, shape) => {
    expect(ours.get(name)).toEqual(shape);
  });
});

describe('the reading of Python types', () => {
  it('finds keys, those of a base too, and which may be absent', () => {
    const text = [
      'Kind = Literal["a", "b"]',
      'class _One(TypedDict):',
      '    """Some: text."""',
      '    kind: Kind  # why',
      'class One(_One, total=False):',
      '    sizes: Optional[Mapping[str, Sequence[',
      '        int',
      '    ]]]'
    ].join('\n');
    expect(pythonShapes(text).get('One')).toEqual({
      keys: {
        kind: { oneOf: [{ literal: 'a' }, { literal: 'b' }] },
        'sizes?': { oneOf: ['null', { record: { list: 'number' } }] }
      }
    });
  });

  it('tells what it cannot read', () => {
    expect(() => pythonShapes('class One(TypedDict):\n    kind: Any')).toThrow('no such type: Any');
    expect(() => pythonShapes('def one() -> None: ...')).toThrow('no class of keys');
  });
});
