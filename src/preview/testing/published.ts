import { readDescription } from '../../spec/read';

/** Whether a description is valid as far as its text alone tells; its files are not looked for. */
export function verdictWithoutFiles(bytes: Uint8Array): boolean {
  const { description, findings } = readDescription(new TextDecoder().decode(bytes));
  return description !== null && !findings.some(({ by, severity }) => by === 'zoo' && severity === 'error');
}
