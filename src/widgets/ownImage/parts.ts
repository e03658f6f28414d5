import type { RunParts } from './services';

/** What runs a bundle on an image and reads image files: fetched with the first image. */
export async function loadRunParts(): Promise<RunParts> {
  const [{ openRunner }, { openImage }, { writeTiff }] = await Promise.all([
    import('../../run/open'),
    import('../../image/open'),
    import('../../tensor/tiff')
  ]);
  return {
    openRunner,
    openImage,
    tiffOf: ({ tensor, axes, pixelSize }) => writeTiff(tensor, axes, pixelSize ? { pixelSize } : {})
  };
}
