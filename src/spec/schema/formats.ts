import type { Finding } from '../finding';
import type { FindingCode } from '../codes';
import { dateProblem, doiProblem, emailProblem, licenseProblem } from './causes';
import { isEmail, isHttpUrl, isOrcid, isTimestamp, isVersion, orcidProblem } from './kinds';
import { nearest } from './nearest';
import terms from './terms.json';

interface Problem {
  readonly code: FindingCode;
  readonly data?: Finding['data'];
}

const known = new Set([...terms.licenses, ...terms.deprecatedLicenses]);
const deprecated = new Set(terms.deprecatedLicenses);

/** Python's words; ids of tensors and axes become names in Python. */
const keywords = new Set(
  'False None True and as assert async await break class continue def del elif else except finally for from global if import in is lambda nonlocal not or pass raise return try while with yield'.split(
    ' '
  )
);

const siUnit = (() => {
  const unit =
    '(Q|R|Y|Z|E|P|T|G|M|k|h|da|d|c|m|µ|n|p|f|a|z|y|r|q)?(m|g|s|A|K|mol|cd|Hz|N|Pa|J|W|C|V|F|Ω|S|Wb|T|H|lm|lx|Bq|Gy|Sv|kat|l|L)';
  const [any, positive] = [`${unit}(\\^[+-]?[1-9]\\d*)?`, `${unit}(\\^\\+?[1-9]\\d*)?`];
  return new RegExp(`^${any}((·${any})|(/${positive}))*$`);
})();

const mostOfTensorId = 32;
const mostOfAxisId = 16;

function isIdentifier(text: string): boolean {
  return /^[\p{XID_Start}_]\p{XID_Continue}*$/u.test(text) && !keywords.has(text);
}

function id(text: string, most: number): Problem | undefined {
  return isIdentifier(text) && [...text].length <= most ? undefined : { code: 'id-invalid', data: { id: text, most } };
}

function value(fits: boolean, text: string, expected: string): Problem | undefined {
  return fits ? undefined : { code: 'field-value', data: { found: `the text “${text.slice(0, 80)}”`, expected } };
}

function unknownLicense(text: string): Problem {
  const likely = nearest(text, terms.licenses);
  const data = { found: text, nearest: likely ?? 'CC-BY-4.0', problem: licenseProblem(text, likely) };
  return { code: 'license-unknown', data };
}

/** What is wrong with a text of the given kind, if anything (bioimageio.spec's `_internal/types.py` and `io.py`). */
const rules: Readonly<Record<string, (text: string) => Problem | undefined>> = {
  'axis-id': text => id(text, mostOfAxisId),
  'tensor-id': text => id(text, mostOfTensorId),
  identifier: text => value(isIdentifier(text), text, 'the name of a Python class or function'),
  'resource-id': text =>
    value(
      /^[a-z0-9_\-/.]+$/.test(text) && !/^\/|\/$/.test(text),
      text,
      'lower-case letters, digits, _ - . and /, without a slash at either end'
    ),
  'model-name': text => {
    const wrong = [...new Set(text.match(/[^A-Za-z0-9_+\- ()]/gu) ?? [])];
    return wrong.length > 0
      ? { code: 'name-characters', data: { name: text, characters: wrong.join(' ') } }
      : undefined;
  },
  finite: text => ({ code: 'number-not-finite', data: { found: text } }),
  person: text => value(!/[/\\]/.test(text), text, 'a name without slashes'),
  orcid: text =>
    isOrcid(text) ? undefined : { code: 'orcid-invalid', data: { found: text, problem: orcidProblem(text) } },
  email: text =>
    isEmail(text) ? undefined : { code: 'email-invalid', data: { found: text, problem: emailProblem(text) } },
  doi: text =>
    /^10\.\p{Nd}{4}.+/u.test(text)
      ? undefined
      : { code: 'doi-invalid', data: { found: text, problem: doiProblem(text) } },
  url: text => (isHttpUrl(text) ? undefined : { code: 'url-invalid', data: { found: text } }),
  version: text => (isVersion(text) ? undefined : { code: 'version-text-invalid', data: { found: text } }),
  timestamp: text =>
    isTimestamp(text) ? undefined : { code: 'timestamp-invalid', data: { found: text, problem: dateProblem(text) } },
  sha256: text => ([...text.trim()].length === 64 ? undefined : { code: 'hash-invalid', data: { found: text } }),
  'si-unit': text =>
    text === 'arbitrary unit' || siUnit.test(text) ? undefined : { code: 'unit-unknown', data: { found: text } },
  license: text => (known.has(text) ? undefined : unknownLicense(text)),
  file: text => {
    if (/^https?:\/\//.test(text) && !isHttpUrl(text)) {
      return { code: 'url-invalid', data: { found: text } };
    }
    return value(!/^\.?\/*$/.test(text) && !/^(\.\/*)+$/.test(text), text, 'the name of a file in the bundle');
  }
};

export function problemOf(format: string, text: string): Problem | undefined {
  return Object.hasOwn(rules, format) ? rules[format](text) : undefined;
}

export function isDeprecatedLicense(text: unknown): text is string {
  return typeof text === 'string' && deprecated.has(text);
}
