import { findingsBy } from '../subject';

/**
 * The rules of this folder are those of qupath/qupath-bioimageio-spec 0.2.1 (79228c0, March 2026), which reads the
 * description, of qupath/qupath-extension-bioimageio 0.2.0-rc3 (37e6f17, May 2026), which asks and opens it, and of
 * qupath-core-processing (4971ff0), which runs it. Files named beside a rule are of the first unless said.
 */
export const found = findingsBy('qupath');
