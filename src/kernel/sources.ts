/** The package's name in the other Python's `sys.modules`; private, so that it never meets an installed `zooport`. */
export const PACKAGE = '_zooport';

/** Runs alone, before the package is there. */
export const INSTALLER = 'transport/install.py';

/**
 * The Python half, as paths below `zooport/kernel`. The page bundles these files, the command line reads them from disk;
 * a test holds the list to the folder.
 */
export const SOURCE_FILES = [
  '__init__.py',
  'errors.py',
  'facts/__init__.py',
  'facts/config_files.py',
  'facts/fact.py',
  'facts/gather.py',
  'facts/mat.py',
  'facts/params_csv.py',
  'facts/quality.py',
  'facts/quality_threshold.py',
  'facts/training_report.py',
  'find/__init__.py',
  'find/candidate.py',
  'find/detect.py',
  'find/disk.py',
  'find/evidence.py',
  'find/live_networks.py',
  'find/names.py',
  'find/namespace.py',
  'find/places.py',
  'find/refused.py',
  'find/signatures.py',
  'images/__init__.py',
  'images/axes.py',
  'images/crop.py',
  'images/grid.py',
  'images/headers.py',
  'images/image_choices.py',
  'images/images.py',
  'images/pixel_size.py',
  'images/png.py',
  'images/test_image.py',
  'images/tiff.py',
  'images/tiff_blocks.py',
  'images/tiff_reader.py',
  'images/tiff_tags.py',
  'images/with_axes.py',
  'keras/__init__.py',
  'keras/code.py',
  'keras/description.py',
  'keras/framework.py',
  'keras/keras_header.py',
  'keras/loading.py',
  'keras/network.py',
  'keras/onnx_file.py',
  'keras/policies.py',
  'keras/precision.py',
  'keras/saved.py',
  'keras/trained.py',
  'keras/weight_file.py',
  'libraries.py',
  'own/__init__.py',
  'own/chain/__init__.py',
  'own/network.py',
  'own_protocol.py',
  'prepare.py',
  'proofs.py',
  'protocol.py',
  'rebuild/__init__.py',
  'rebuild/care.py',
  'rebuild/layers.py',
  'rebuild/noise2void.py',
  'rebuild/stardist.py',
  'rebuild/unet_3d.py',
  'rebuild/unet_block.py',
  'rebuild/weights.py',
  'recipes/__init__.py',
  'recipes/agreement.py',
  'recipes/care.py',
  'recipes/csbdeep.py',
  'recipes/deep_storm.py',
  'recipes/noise2void.py',
  'recipes/percentile_tiles.py',
  'recipes/percentiles.py',
  'recipes/recipe.py',
  'recipes/registry.py',
  'recipes/stardist.py',
  'recipes/unet_2d.py',
  'recipes/unet_2d_multilabel.py',
  'recipes/unet_3d.py',
  'transport/__init__.py',
  'transport/dispatch.py',
  'transport/folders.py',
  'transport/install.py',
  'transport/jupyter.py',
  'transport/panel_methods.py',
  'transport/quiet.py',
  'transport/stdio.py'
] as const;

export type SourceFile = (typeof SOURCE_FILES)[number];

/** The text of every file of the Python half. */
export type Sources = Readonly<Record<SourceFile, string>>;

/** Gathers the files with the caller's own way of reading one (an import of the bundler, a file on disk). */
export async function gatherSources(read: (name: SourceFile) => string | Promise<string>): Promise<Sources> {
  const entries = await Promise.all(SOURCE_FILES.map(async name => [name, await read(name)] as const));
  return Object.fromEntries(entries) as Record<SourceFile, string>;
}
