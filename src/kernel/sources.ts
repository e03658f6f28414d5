/** The package's name in the other Python's `sys.modules`; private, so that it never meets an installed `zooport`. */
export const PACKAGE = '_zooport';

/** Runs alone, before the package is there. */
export const INSTALLER = 'install.py';

/**
 * The Python half, as paths below `zooport/kernel`. The page bundles these files, the command line reads them from disk;
 * a test holds the list to the folder.
 */
export const SOURCE_FILES = [
  '__init__.py',
  'crop.py',
  'detect.py',
  'disk.py',
  'dispatch.py',
  'facts.py',
  'folders.py',
  'framework.py',
  'images.py',
  'install.py',
  'jupyter.py',
  'known.py',
  'listing.py',
  'live.py',
  'names.py',
  'network.py',
  'onnx_file.py',
  'peek.py',
  'pixels.py',
  'places.py',
  'png.py',
  'prepare.py',
  'problem.py',
  'proofs.py',
  'recipe_facts.py',
  'recipes/__init__.py',
  'recipes/unet_2d.py',
  'report.py',
  'saved.py',
  'shown.py',
  'stdio.py',
  'tiff.py'
] as const;

export type SourceFile = (typeof SOURCE_FILES)[number];

/** The text of every file of the Python half. */
export type Sources = Readonly<Record<SourceFile, string>>;

/** Gathers the files with the caller's own way of reading one (an import of the bundler, a file on disk). */
export async function gatherSources(read: (name: SourceFile) => string | Promise<string>): Promise<Sources> {
  const entries = await Promise.all(SOURCE_FILES.map(async name => [name, await read(name)] as const));
  return Object.fromEntries(entries) as Record<SourceFile, string>;
}
