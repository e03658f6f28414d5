const MIN = 5;
const MAX = 64;

/**
 * A name that the model description accepts: letters, digits, `_`, `+`, `-`, spaces and brackets, 5 to 128 characters
 * (the zoo asks for at most 64). `holds` is a word that must be in it, in whatever case.
 */
export function modelName(wish: string, suffix: string, holds = ''): string {
  const clean = plain(wish)
    .replace(/[^A-Za-z0-9_+\- ()]+/g, '_')
    .replace(/^[_\s-]+|[_\s-]+$/g, '');
  const named = clean.length < MIN ? `${clean} ${suffix}`.trim() : clean;
  const short = named.slice(0, MAX).trim();
  return short.toLowerCase().includes(holds.toLowerCase())
    ? short
    : `${named.slice(0, MAX - holds.length - 1).trim()} ${holds}`;
}

/** The same name as an id and a file name: lower-case letters, digits and dashes. */
export function slug(name: string): string {
  const letters = plain(name)
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '');
  return letters || 'model';
}

/** Exports end so, so that a double click opens them without taking over other zips. */
export const BUNDLE_SUFFIX = '.bioimageio.zip';

/** Letters without their accents, so that "Zellkörper" stays readable as "Zellkorper". */
function plain(text: string): string {
  return text.normalize('NFKD').replace(/\p{M}/gu, '');
}

/** Last part of a path of any system. Paths of the researcher's machine never go into a bundle. */
export function baseName(path: string): string {
  return (
    path
      .split(/[\\/]/)
      .filter(part => part !== '')
      .at(-1) ?? ''
  );
}
