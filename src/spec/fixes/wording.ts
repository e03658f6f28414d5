import { isVersion } from '../schema/kinds';

/** Texts brought into the form that the format asks for. */

const nameRules = { least: 5, most: 128 };

/** A model's name with only the characters that are allowed; accents fall off, other signs become spaces. */
export function meantName(found: string): string | undefined {
  const plain = found
    .slice(0, 10 * nameRules.most)
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/&/g, ' and ')
    .replace(/[[{]/g, '(')
    .replace(/[\]}]/g, ')')
    .replace(/[/\\:–—]/g, '-')
    .replace(/[^A-Za-z0-9_+\- ()]+/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
  const name = cutAtWord(plain, nameRules.most);
  return name.length >= nameRules.least ? name : undefined;
}

/** The text's beginning, ended at a word where there is one, at most `most` characters (code points, as Python counts). */
export function cutAtWord(text: string, most: number): string {
  const letters = [...text];
  if (letters.length <= most) {
    return text;
  }
  const start = letters.slice(0, most).join('');
  const word = /\s/.test(letters[most]) ? start : start.replace(/\s+\S*$/, '');
  return (word.length > most / 2 ? word : start).replace(/[\s,;:(-]+$/, '');
}

/** A version that the zoo reads: digits and full stops, out of “version 1,2” or “2024-01-05”. */
export function meantVersion(found: string): string | undefined {
  const plain = found.trim().replace(/^(version|ver\.?|v\.)\s*/i, '').replace(/(?<=\d)[-_,/ ](?=\d)/g, '.'); // prettier-ignore
  return isVersion(plain) ? plain : undefined;
}

/** ISO 8601 out of a date with other separators; a time without a zone stays without one. */
export function meantTime(found: string): string | undefined {
  const parts = /^\s*(\d{4})[-/. ](\d{1,2})[-/. ](\d{1,2})(?:[T\s]+(\d{1,2}):(\d{2})(?::(\d{2}))?)?/.exec(found);
  if (!parts) {
    return undefined;
  }
  const [year, month, day, hour, minute, second] = parts.slice(1).map(part => (part ?? '0').padStart(2, '0'));
  const time = `${year}-${month}-${day}T${hour}:${minute}:${second}`;
  const read = new Date(`${time}Z`);
  return Number.isNaN(read.getTime()) || read.getUTCDate() !== Number(day) ? undefined : time;
}

/** A format version as the text of three numbers that it must be. */
export function meantFormatVersion(found: unknown): string | undefined {
  const parts = /^\s*v?(0)\.(4|5)(?:\.(\d{1,2}))?\s*$/i.exec(String(found));
  return parts ? `0.${parts[2]}.${parts[3] ?? 0}` : undefined;
}
