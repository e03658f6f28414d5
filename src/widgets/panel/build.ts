import type { Bundle } from '../../export/bundle/bundle';
import type { BundleServices } from '../../export/bundle/services';
import type { BundleOptions } from '../../export/bundle/services';
import type { Draft } from '../../export/draft/draft';

/** See `export/bundle`. Loaded when first needed: the panel opens before the writer of bundles has arrived. */
export async function buildBundle(draft: Draft, services: BundleServices, options: BundleOptions): Promise<Bundle> {
  const { buildBundle: build } = await import('../../export/bundle/bundle');
  return build(draft, services, options);
}
