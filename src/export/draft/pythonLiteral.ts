import { lookup } from '../../tensor/lookup';

/**
 * A Python literal at the start of `text`: a string, a number, True, False or None (`null`); a comment may follow it.
 * `undefined` where it is anything else. Nothing is evaluated.
 */
export function literal(text: string): string | number | boolean | null | undefined {
  const trimmed = text.trim();
  const word = /^(True|False|None)\s*(#.*)?$/.exec(trimmed);
  if (word) {
    return word[1] === 'None' ? null : word[1] === 'True';
  }
  const number = /^([+-]?(?:\d[\d_]*(?:\.[\d_]*)?|\.\d[\d_]*)(?:[eE][+-]?\d+)?)\s*(#.*)?$/.exec(trimmed);
  if (number) {
    return Number(number[1].replaceAll('_', ''));
  }
  const quoted = /^([rR]?)(?:"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)')\s*(#.*)?$/.exec(trimmed);
  if (quoted) {
    const body = quoted[2] ?? quoted[3] ?? '';
    return quoted[1] ? body : unescape(body);
  }
  return undefined;
}

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', '\\': '\\', "'": "'", '"': '"' };

/** Python keeps the backslash of an escape that it does not know: Windows paths rely on it. */
function unescape(body: string): string {
  return body.replace(/\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|(.))/g, (whole, hex, unicode, letter) => {
    const code: string | undefined = hex ?? unicode;
    return code ? String.fromCharCode(parseInt(code, 16)) : (lookup(ESCAPES, letter) ?? whole);
  });
}
