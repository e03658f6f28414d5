import { BUNDLE_SUFFIX } from '../../export/draft/naming';

/** The first of "name-2", "name-3" … that is free; a number at the end counts on. */
export async function freeName(fileName: string, exists: (name: string) => Promise<boolean>): Promise<string> {
  const stem = stemOf(fileName);
  const numbered = /^(.*)-(\d+)$/.exec(stem);
  const base = numbered?.[1] ?? stem;
  for (let number = Number(numbered?.[2] ?? 1) + 1; ; number++) {
    const name = `${base}-${number}${BUNDLE_SUFFIX}`;
    if (!(await exists(name))) {
      return name;
    }
  }
}

/** The part of a bundle's name that the researcher writes. */
export function stemOf(fileName: string): string {
  return fileName.endsWith(BUNDLE_SUFFIX) ? fileName.slice(0, -BUNDLE_SUFFIX.length) : fileName;
}
