import { isFields } from '../../spec/cursor';
import type { ModelDescription } from '../../spec/model';

/** Networks whose own prediction (CSBDeep's `PadAndCropResizer`) continues an image at both ends, half of it before. */
const centred = /^(CARE|Noise2Void)\b/;

/**
 * Whether the image is continued at both ends. It matters: the network pools other pixels together then. Only bundles that say
 * what they were made of (`config.zooport.network`) tell it; all others are continued at their end.
 */
export function isCentred({ raw }: ModelDescription): boolean {
  const zooport = isFields(raw.config) ? raw.config.zooport : undefined;
  return isFields(zooport) && typeof zooport.network === 'string' && centred.test(zooport.network);
}
