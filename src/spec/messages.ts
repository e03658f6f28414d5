import { messages } from './codes';
import type { Finding } from './finding';
import type { Path } from './path';
import { shortened } from './place/shortened';
import { placeInWords } from './place/words';

/** A path as the description's YAML goes, for instance `inputs[0].axes[2].size`; no sentence holds it. */
export function wherePath(path: Path): string {
  return path
    .map(part => (typeof part === 'number' ? `[${part}]` : `.${shortened(part)}`))
    .join('')
    .replace(/^\./, '');
}

/** A value as it stands in a sentence: lists separated by commas, long texts cut, nothing dropped silently. */
function inWords(value: unknown): string {
  const text = Array.isArray(value) ? value.map(inWords).join(', ') : String(value ?? 'nothing');
  return shortened(text);
}

/** Where a finding is, in words: “the first author's ORCID”. */
export function placeOf({ path, place }: Finding): string {
  return place ?? placeInWords(path);
}

/** The sentence of a finding, filled in. Plain text: what a bundle says of itself is never markup. */
export function describe(finding: Finding): string {
  const { path } = finding;
  return filled(finding, {
    where: placeOf(finding),
    field: fieldOf(path),
    parent: placeInWords(path.slice(0, -1))
  });
}

/** The same with the place as one who does not see the description knows it, for instance a form's field. */
export function describeAt(finding: Finding, where: string): string {
  return filled(finding, { where, field: where, parent: placeInWords(finding.path.slice(0, -1)) });
}

/** The key as the description writes it, for who has to add or remove it there. */
function fieldOf(path: Path): string {
  const key = path[path.length - 1];
  return typeof key === 'string' ? shortened(key) : 'an entry';
}

type Places = Readonly<Record<'where' | 'field' | 'parent', string>>;

function filled({ code, data }: Finding, places: Places): string {
  const text = messages[code];
  return agreeing(text, places.where).replace(/\{(\w+)\}/g, (_, key: string, at: number) => {
    if (key === 'where') {
      return at === 0 ? capitalised(places.where) : places.where;
    }
    const given = data?.[key];
    return given === undefined && (key === 'field' || key === 'parent') ? places[key] : inWords(given);
  });
}

/** “The ONNX weights are …”: the only places that are several. */
function agreeing(text: string, where: string): string {
  return where.endsWith(' weights') && !where.includes(' of ')
    ? text.replace('{where} is ', '{where} are ').replace('{where} has ', '{where} have ')
    : text;
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
