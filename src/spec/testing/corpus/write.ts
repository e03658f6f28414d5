import { Raw, isGroup, isList } from './value';
import type { Value } from './value';

/** Texts that every reader of YAML takes as they are, without quotes. */
const plain = /^[A-Za-z_][A-Za-z0-9_./-]*$/;
const meaningful = /^(true|false|null|yes|no|on|off|y|n)$/i;

/** A value as YAML, written by hand so that the corpus stays the same whatever library comes. */
export function writeYaml(value: Value): string {
  return isGroup(value) && Object.keys(value).length > 0 ? `${block(value, '').join('\n')}\n` : `${flow(value)}\n`;
}

function block(value: Value, indent: string): string[] {
  if (isList(value) && value.length > 0) {
    return value.flatMap(item => {
      const lines = block(item, `${indent}  `);
      return isNested(item) ? [`${indent}- ${lines[0].trimStart()}`, ...lines.slice(1)] : [`${indent}- ${flow(item)}`];
    });
  }
  if (isGroup(value) && Object.keys(value).length > 0) {
    return Object.entries(value).flatMap(([key, item]) =>
      isNested(item)
        ? [`${indent}${scalar(key)}:`, ...block(item, `${indent}  `)]
        : [`${indent}${scalar(key)}: ${flow(item)}`]
    );
  }
  return [flow(value)];
}

/** Lists of plain numbers and texts stand on one line, as people write them. */
function isNested(value: Value): boolean {
  if (isList(value)) {
    return value.length > 0 && value.some(item => isGroup(item) || isList(item));
  }
  return isGroup(value) && Object.keys(value).length > 0;
}

function flow(value: Value): string {
  if (value instanceof Raw) {
    return value.text;
  }
  if (isList(value)) {
    return `[${value.map(flow).join(', ')}]`;
  }
  if (isGroup(value)) {
    return `{${Object.entries(value).map(([key, item]) => `${scalar(key)}: ${flow(item)}`).join(', ')}}`; // prettier-ignore
  }
  return scalar(value);
}

function scalar(value: null | boolean | number | string): string {
  if (typeof value !== 'string') {
    return String(value);
  }
  return plain.test(value) && !meaningful.test(value) ? value : JSON.stringify(value);
}
