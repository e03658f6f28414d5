import { describe, expect, it } from 'vitest';
import { isFields } from '../cursor';
import type { Fields } from '../cursor';
import { readRaw } from '../read';
import { fieldOf, groupsIn } from '../rules/places';
import { convertOld } from './convert';
import cases from './fixtures/converted.json';
import { upgrade } from './upgrade';

/**
 * Random 0.4 descriptions and what bioimageio.spec 0.5.14.3 makes of them (`scripts/fixtures/old_fixtures.py`). Where
 * bioimageio.core runs 0.4 by its own rules we keep what it goes by: those differences are named here, one by one.
 */
const converted = cases.flatMap(({ old, new: expected }, index) =>
  'problem' in expected ? [] : [{ index, old: read(old), expected: read(expected) }]
);

function read(value: unknown): Fields {
  if (!isFields(value)) {
    throw new Error('A fixture is no group of fields.');
  }
  return value;
}

function each(side: 'inputs' | 'outputs', compare: (ours: Fields, theirs: Fields, old: Fields) => void): void {
  for (const { old, expected } of converted) {
    const ours = groupsIn(convertOld(upgrade(old).fields)[side], []);
    const [theirs, written] = [groupsIn(expected[side], []), groupsIn(old[side], [])];
    expect(ours.length).toBe(theirs.length);
    ours.forEach(({ fields }, index) => compare(fields, theirs[index].fields, written[index].fields));
  }
}

describe.each(['inputs', 'outputs'] as const)('%s of 0.4', side => {
  it('have the axes, sizes, scales and halos that the zoo’s library gives them', () => {
    expect(converted.length).toBeGreaterThan(40);
    each(side, (ours, theirs, old) => {
      const expected = groupsIn(theirs.axes, []).map(({ fields }) => plainAxis(fields));
      const axes = groupsIn(ours.axes, []).map(({ fields }) => plainAxis(fields));
      // The library adds the size of an index axis to what it refers to; at run time it counts once.
      const counted = (axis: Fields) => !(axis.type === 'index' && isFields(axis.size) && isFields(old.shape));
      expect(axes.filter(counted)).toEqual(expected.filter(counted));
      expect(axes.map(({ id }) => id)).toEqual(expected.map(({ id }) => id));
    });
  });

  it('have its ids, types and files', () => {
    each(side, (ours, theirs) => {
      expect(ours.id).toBe(theirs.id);
      expect(fieldOf(ours, 'data', 'type')).toBe(fieldOf(theirs, 'data', 'type'));
      expect(fieldOf(ours, 'data', 'values')).toEqual(fieldOf(theirs, 'data', 'values'));
      expect(fieldOf(ours, 'test_tensor', 'source')).toBe(fieldOf(theirs, 'test_tensor', 'source'));
      expect(fieldOf(ours, 'sample_tensor', 'source')).toBe(fieldOf(theirs, 'sample_tensor', 'source'));
    });
  });

  it('have its steps', () => {
    const key = side === 'inputs' ? 'preprocessing' : 'postprocessing';
    each(side, (ours, theirs, old) => {
      const written = groupsIn(old[key], []).map(({ fields }) => fields);
      const steps = groupsIn(ours[key], []).map(({ fields }, index) => plainStep(fields, written[index]));
      // 0.5 begins and ends in a type, which 0.4 gets where it is run.
      const expected = groupsIn(theirs[key], [])
        .filter(({ fields }) => fields.id !== 'ensure_dtype')
        .map(({ fields }) => withDefaults(fields));
      expect(steps).toEqual(expected);
    });
  });
});

/** What counts of an axis; the library writes out what is the same for all. */
function plainAxis({ type, id, size, scale, halo, channel_names }: Fields): Fields {
  const named = { type, id: id ?? type };
  if (type === 'batch') {
    return named;
  }
  if (type === 'channel') {
    return { ...named, channel_names };
  }
  const sized = isFields(size) && 'tensor_id' in size ? { ...size, offset: size.offset ?? 0 } : size;
  return { ...named, size: sized, ...(type !== 'index' && { scale: scale ?? 1 }), ...(halo !== undefined && { halo }) };
}

const defaults: Readonly<Record<string, Fields>> = {
  scale_linear: { gain: 1, offset: 0 },
  scale_range: { min_percentile: 0, max_percentile: 100, eps: 1e-6 },
  scale_mean_variance: { eps: 1e-6 },
  zero_mean_unit_variance: { eps: 1e-6 }
};

function withDefaults({ id, kwargs }: Fields): { readonly id: unknown; readonly kwargs: Fields } {
  return { id, kwargs: { ...defaults[String(id)], ...(isFields(kwargs) ? kwargs : {}) } };
}

/** Without what bioimageio.core goes by at run time and the library drops: the pool over a dataset, the reference. */
function plainStep(step: Fields, written: Fields) {
  const { id, kwargs } = withDefaults(step);
  const { reference_tensor, axes, ...rest } = kwargs;
  const pooled = fieldOf(written, 'kwargs', 'mode') === 'per_dataset' && id !== 'zero_mean_unit_variance';
  const list: readonly unknown[] = Array.isArray(axes) ? axes : [];
  const named = pooled ? list.filter(axis => axis !== 'batch') : list;
  const none = id === 'zero_mean_unit_variance' && named.length === 0;
  return {
    id,
    kwargs: {
      ...rest,
      ...(axes !== undefined && !none && { axes: named }),
      ...(reference_tensor !== undefined && id === 'scale_mean_variance' && { reference_tensor })
    }
  };
}

it('gives weights the versions, the source code and the dependencies that the library gives them', () => {
  for (const { old, expected } of converted) {
    const [ours, theirs] = [convertOld(upgrade(old).fields).weights, expected.weights].map(read);
    for (const [format, entry] of Object.entries(theirs)) {
      expect(comparable(read(ours[format]))).toEqual(comparable(read(entry)));
    }
  }
});

const without = (fields: Fields, ...keys: readonly string[]) =>
  Object.fromEntries(Object.entries(fields).filter(([key, value]) => value !== undefined && !keys.includes(key)));

/** Without what the library forgets (the hash of the weights) or writes out although 0.4 has no such field. */
function comparable(entry: Fields): Fields {
  const { architecture } = entry;
  return {
    ...without(entry, 'sha256', 'comment', 'strict'),
    ...(isFields(architecture) && { architecture: { kwargs: {}, ...architecture } })
  };
}

it('reads all of them, also those that the library cannot convert, and finds nothing wrong', () => {
  for (const { old } of cases) {
    const { description, findings } = readRaw(old);
    expect(findings.filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(description?.inputs.map(({ axes }) => axes.length)).toEqual(old.inputs.map(({ axes }) => axes.length));
    expect(description?.outputs.map(({ axes }) => axes.length)).toEqual(old.outputs.map(({ axes }) => axes.length));
  }
});
