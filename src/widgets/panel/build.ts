import type { Bundle } from '../../export/bundle/bundle';
import type { BundleServices } from '../../export/bundle/services';
import type { BundleOptions } from '../../export/bundle/services';
import type { Draft } from '../../export/draft/draft';
import type { OwnServices } from '../../export/own/bundle';
import type { OwnDraft } from '../../export/own/draft';
import { lettersOf } from './own/axes';
import { axesOf, imagesOf } from './own/state';

/** See `export/bundle`. Loaded when first needed: the panel opens before the writer of bundles has arrived. */
export async function buildBundle(draft: Draft, services: BundleServices, options: BundleOptions): Promise<Bundle> {
  const { buildBundle: build } = await import('../../export/bundle/bundle');
  return build(draft, services, options);
}

/** See `export/own`. */
export async function buildOwnBundle(draft: OwnDraft, services: OwnServices, options: BundleOptions): Promise<Bundle> {
  const { buildOwnBundle: build } = await import('../../export/own/bundle');
  const letters = imagesOf(draft).map((_, place) => lettersOf(axesOf(draft, place)));
  // Without letters the file states its axes, or the kernel's half asks for them.
  const axes = letters.some(one => one !== '') ? letters : undefined;
  return build({ ...draft, own: { ...draft.own, axes } }, services, options);
}
