import type { Fields } from '../../cursor';
import type { Finding } from '../../finding';
import type { Path } from '../../path';
import type { FindingCode } from '../../codes';
import { fieldOf, found, isEmpty } from '../../rules/places';
import { isDeprecatedLicense, problemOf } from '../../schema/formats';
import { isSet } from './places';
import type { OldRule } from './places';
import { entriesOf } from './weights';

/** The zoo recommends names of so many letters. */
const shortestName = 5;
const longestName = 64;

/** What the zoo asks for although the format does not. */
export const recommendedRules: OldRule = fields => [
  ...['authors', 'cite'].filter(field => isEmpty(fields[field])).map(field => advised('field-recommended', [field])),
  ...nameRule(fields.name),
  ...licenseRule(fields.license, ['license']),
  ...runModeRule(fieldOf(fields.run_mode, 'name')),
  ...entriesOf(fields).flatMap(({ format, fields: entry, path }) => weightsRule(format, entry, path))
];

function advised(code: FindingCode, path: Path, data?: Finding['data']): Finding {
  return found(code, path, data, 'warning');
}

function nameRule(name: unknown): Finding[] {
  const length = typeof name === 'string' ? [...name].length : shortestName;
  const fits = length >= shortestName && length <= longestName;
  return fits ? [] : [found('old-name-length', ['name'], { length }, 'info')];
}

/** Any text is a licence in 0.4; those that SPDX does not list, or no longer, are asked about. */
export function licenseRule(license: unknown, path: Path): Finding[] {
  if (typeof license !== 'string') {
    return [];
  }
  const problem = problemOf('license', license);
  const old = isDeprecatedLicense(license)
    ? ({ code: 'license-deprecated', data: { found: license } } as const)
    : undefined;
  const said = problem ?? old;
  return said ? [advised(said.code, path, said.data)] : [];
}

function runModeRule(name: unknown): Finding[] {
  return typeof name === 'string' && name !== 'deepimagej'
    ? [advised('old-run-mode', ['run_mode', 'name'], { found: name })]
    : [];
}

/** The program that each kind of weights was made with. */
const versions: Readonly<Record<string, readonly [string, string]>> = {
  keras_hdf5: ['tensorflow_version', 'TensorFlow'],
  onnx: ['opset_version', 'the ONNX operators'],
  pytorch_state_dict: ['pytorch_version', 'PyTorch'],
  tensorflow_js: ['tensorflow_version', 'TensorFlow'],
  tensorflow_saved_model_bundle: ['tensorflow_version', 'TensorFlow'],
  torchscript: ['pytorch_version', 'PyTorch']
};

function weightsRule(format: string, entry: Fields, path: Path): Finding[] {
  const [field, program] = Object.hasOwn(versions, format) ? versions[format] : [];
  return [
    ...(field !== undefined && !isSet(entry[field])
      ? [advised('old-weights-version', [...path, field], { program })]
      : []),
    ...(isSet(entry.attachments) ? [advised('old-weights-attachments', [...path, 'attachments'])] : []),
    ...(typeof entry.dependencies === 'string'
      ? [advised('old-weights-dependencies', [...path, 'dependencies'], { found: entry.dependencies })]
      : [])
  ];
}
