import { reserved } from '../../rules/files';
import { problemOf } from '../../schema/formats';

/** Files are named from the description on. */
export function isAbsolute(source: string): boolean {
  return source.startsWith('/');
}

export function isReserved(source: string): boolean {
  const name = source.split('/').at(-1) ?? source;
  return reserved.some(kept => name === kept || name.endsWith(`.${kept}`));
}

/** Whether a text is no name of a file in the bundle or on the web. */
export function fileProblem(source: string, rules: { readonly reserved?: boolean } = {}): boolean {
  return (
    problemOf('file', source) !== undefined || isAbsolute(source) || (rules.reserved === true && isReserved(source))
  );
}
