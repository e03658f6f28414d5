import { isFields } from '../../../spec/cursor';
import { isOld, rawAt, rawFields } from '../subject';
import type { Rule } from '../subject';
import { found } from './found';

/** tiktorch, process.py: the description is read with its files, and one with errors is refused. */
export const validFormat: Rule = ({ findings }) => {
  const errors = findings.filter(({ by, severity }) => by === 'zoo' && severity === 'error');
  const count = errors.length === 1 ? '1 error' : `${errors.length} errors`;
  return errors.length === 0 ? [] : [found('error', 'ilastik-format', errors[0].path, { errors: count })];
};

/**
 * bioimageio.core 0.10.2 brings bioimageio.spec 0.5.9.1, where these are plain texts; format 0.5.11 gave them fields.
 */
export const newerFormat: Rule = subject =>
  ['documentation', 'license', 'icon', 'covers']
    .filter(field => {
      const value = rawAt(subject, field);
      return Array.isArray(value) ? value.some(isFields) : isFields(value);
    })
    .slice(0, 1)
    .map(field => found('error', 'ilastik-newer', [field], { version: '0.5.10' }));

/** Fields that came after 0.5.9 (spec 0.5.10 to 0.5.14): bioimageio.spec refuses those that it does not know. */
export const newFields: Rule = subject => {
  const inputs = subject.description.inputs.map((_, index) => ['inputs', index]);
  const places = [
    ...inputs.flatMap(path => [
      [...path, 'pad'],
      [...path, 'output_of']
    ]),
    ['weights', 'pytorch_state_dict', 'strict']
  ];
  const written = places.filter(path => Object.hasOwn(rawFields(subject, ...path.slice(0, -1)), path[path.length - 1]));
  return isOld(subject) ? [] : written.map(path => found('error', 'ilastik-new-field', path));
};
