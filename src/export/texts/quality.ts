import type { Candidate } from '../../kernel/protocol';
import { baseName } from '../draft/naming';

/** A score of the notebooks' quality control. */
export interface Score {
  /** Its fact is `qc_KEY`, and `qc_KEY_input` that of the input itself against the truth. */
  readonly key: string;
  /** As a heading of a table. */
  readonly short: string;
  /** What it is and which way is better. */
  readonly title: string;
}

export const SCORES: readonly Score[] = [
  { key: 'iou', short: 'IoU', title: 'Intersection over union (IoU; 1 is perfect)' },
  { key: 'f1', short: 'F1', title: 'F1 score of the objects found (1 is perfect)' },
  { key: 'panoptic', short: 'PQ', title: 'Panoptic quality (PQ; 1 is perfect)' },
  { key: 'ssim', short: 'SSIM', title: 'Structural similarity (SSIM; 1 is perfect)' },
  { key: 'psnr', short: 'PSNR', title: 'Peak signal-to-noise ratio (PSNR in dB; higher is better)' },
  { key: 'nrmse', short: 'NRMSE', title: 'Normalised root mean squared error (NRMSE; 0 is perfect)' }
];

/** Quality control of one held-out image: its scores by key, those of the input itself with `_input` behind. */
export interface ImageQuality {
  readonly name: string;
  readonly scores: Readonly<Record<string, number>>;
}

const KEYS = SCORES.flatMap(({ key }) => [key, `${key}_input`]);

/** The scores of each held-out image, where quality control was run. */
export function imageQuality(candidate: Candidate): readonly ImageQuality[] {
  const rows = candidate.facts.qc_images?.value;
  if (!Array.isArray(rows)) {
    return [];
  }
  return rows.flatMap((row: unknown) => {
    if (typeof row !== 'object' || row === null || !('name' in row) || typeof row.name !== 'string') {
      return [];
    }
    const scores = Object.entries(row).filter(
      (entry): entry is [string, number] => KEYS.includes(entry[0]) && Number.isFinite(entry[1])
    );
    return scores.length > 0 ? [{ name: baseName(row.name), scores: Object.fromEntries(scores) }] : [];
  });
}
