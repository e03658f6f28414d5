import type { RunParts } from '../../../widgets/ownImage/services';
import { fetchAsset } from '../assets';
import type { Kernel } from '../kernel';
import type { loadRunParts } from './entry';

/** What `entry.ts` exports. */
interface Running {
  readonly loadRunParts: typeof loadRunParts;
}

/** The part of the widget that runs a bundle on one's own images and reads their files. */
export async function fetchRunParts(kernel: Kernel, signal: AbortSignal): Promise<RunParts> {
  const url = URL.createObjectURL(await fetchAsset(kernel, 'run.js', 'text/javascript', signal));
  try {
    const running = (await import(/* webpackIgnore: true */ url)) as Running;
    return await running.loadRunParts();
  } finally {
    URL.revokeObjectURL(url);
  }
}
