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
  'alive.py',
  'axes.py',
  'candidate.py',
  'code.py',
  'configured.py',
  'crop.py',
  'detect.py',
  'disk.py',
  'dispatch.py',
  'evidence.py',
  'facts.py',
  'folders.py',
  'framework.py',
  'grid.py',
  'image_headers.py',
  'images.py',
  'install.py',
  'jupyter.py',
  'keras_header.py',
  'known.py',
  'listing.py',
  'live.py',
  'loading.py',
  'mat.py',
  'names.py',
  'network.py',
  'onnx_file.py',
  'params_csv.py',
  'peek.py',
  'pixels.py',
  'places.py',
  'policies.py',
  'precision.py',
  'png.py',
  'prepare.py',
  'problem.py',
  'proofs.py',
  'quality.py',
  'quality_threshold.py',
  'quiet.py',
  'reading.py',
  'rebuild/__init__.py',
  'rebuild/care.py',
  'rebuild/layers.py',
  'rebuild/noise2void.py',
  'rebuild/stardist.py',
  'rebuild/unet_3d.py',
  'rebuild/unet_block.py',
  'rebuild/weights.py',
  'recipes/__init__.py',
  'recipes/care.py',
  'recipes/csbdeep.py',
  'recipes/deep_storm.py',
  'recipes/noise2void.py',
  'recipes/own.py',
  'recipes/percentile_tiles.py',
  'recipes/percentiles.py',
  'recipes/recipe.py',
  'recipes/stardist.py',
  'recipes/table.py',
  'recipes/unet_2d.py',
  'recipes/unet_2d_multilabel.py',
  'recipes/unet_3d.py',
  'refused.py',
  'report.py',
  'saved.py',
  'shown.py',
  'signatures.py',
  'stdio.py',
  'testimage.py',
  'tiff.py',
  'tiffblocks.py',
  'tiffread.py',
  'tifftags.py',
  'trained.py',
  'weightfile.py'
] as const;

export type SourceFile = (typeof SOURCE_FILES)[number];

/** The text of every file of the Python half. */
export type Sources = Readonly<Record<SourceFile, string>>;

/** Gathers the files with the caller's own way of reading one (an import of the bundler, a file on disk). */
export async function gatherSources(read: (name: SourceFile) => string | Promise<string>): Promise<Sources> {
  const entries = await Promise.all(SOURCE_FILES.map(async name => [name, await read(name)] as const));
  return Object.fromEntries(entries) as Record<SourceFile, string>;
}
