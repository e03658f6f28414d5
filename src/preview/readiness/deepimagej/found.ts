import { findingsBy } from '../subject';

/**
 * The rules of this folder are those of deepImageJ 3.1.0-SNAPSHOT of July 2025 with JDLL 0.6.1
 * (deepimagej/deepimagej-plugin c84362b, bioimage-io/JDLL c4f5bc2); files named beside a rule are of JDLL unless said.
 */
export const found = findingsBy('deepimagej');
