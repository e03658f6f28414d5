import { gatherSources, type Sources } from '../kernel/sources';

let gathered: Promise<Sources> | null = null;

/** The Python half as it was built into the extension: the builder puts the files' text in place of the imports. */
export function bundledSources(): Promise<Sources> {
  gathered ??= gatherSources(async name => {
    const file: unknown = await import(
      /* webpackMode: "lazy-once", webpackInclude: /\.py$/ */ `../../zooport/kernel/${name}`
    );
    return textOf(file, name);
  });
  return gathered;
}

function textOf(file: unknown, name: string): string {
  if (typeof file === 'object' && file !== null && 'default' in file && typeof file.default === 'string') {
    return file.default;
  }
  throw new Error(`The extension was built without zooport/kernel/${name}.`);
}
