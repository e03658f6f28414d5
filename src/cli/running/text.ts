import { formatShape } from '../../tensor/create';
import type { ImageResult } from './rows';

/** What became of an image, as people read it in a terminal. */
export function resultText({ source, outputs, tiles, seconds, warnings, error, kept }: ImageResult): string {
  if (error !== null) {
    return `FAILED  ${source}\n  ${error}\n`;
  }
  const files = outputs.map(
    ({ file, axes, shape, objects }) =>
      `  ${file}: ${axes} ${formatShape(shape)}${objects === null ? '' : `, ${objects} ${objects === 1 ? 'object' : 'objects'}`}\n`
  );
  const foot = kept
    ? '  as before: image, bundle and options are the same (--again runs it once more)\n'
    : `  ${tiles} ${tiles === 1 ? 'tile' : 'tiles'}, ${seconds.toFixed(2)} s\n`;
  return `${kept ? 'KEPT' : 'DONE'}    ${source}\n${files.join('')}${warnings.map(line => `  warning: ${line}\n`).join('')}${foot}`;
}
