import type { OthersAsked } from '../report/others';
import type { Draft } from '../../export/draft/draft';
import type { Candidate, CropBox, ImageChoice } from '../../kernel/protocol';
import type { Report, StepEvent } from '../../preview/report/report';
import type { Failure } from '../common/failure';
import type { SavedBundle } from '../services';
import { emptyOwn, type OwnState } from './own/state';

/** One step on the way to the bundle, before the check takes over. */
export interface MakingStep {
  readonly text: string;
  readonly state: 'running' | 'done' | 'failed';
  /** 0..1 where known. */
  readonly fraction?: number;
  readonly seconds?: number;
}

/** What the panel is about. Beside it the draft is kept, so that no failure loses what was typed. */
export type Phase =
  | { readonly name: 'no-notebook' }
  | { readonly name: 'looking'; readonly message: string | null }
  | { readonly name: 'nothing'; readonly looked: readonly string[] }
  /** Several networks fit the files. */
  | { readonly name: 'ask'; readonly candidate: Candidate }
  | { readonly name: 'found' }
  /** The name is taken: replace, or take `suggestion`. */
  | { readonly name: 'taken'; readonly fileName: string; readonly suggestion: string }
  | { readonly name: 'making'; readonly steps: readonly MakingStep[]; readonly check: readonly StepEvent[] }
  | {
      readonly name: 'done';
      readonly saved: SavedBundle;
      /** Sentences about the making that the researcher should read. */
      readonly notes: readonly string[];
      readonly check: readonly StepEvent[];
      readonly running: boolean;
      readonly others: OthersAsked;
      /** Whose kernel would run the other weights; null where the panel has one of its own. */
      readonly notebook: string | null;
      /** Null while the check runs again, and where it could not be finished: then `failure` says why. */
      readonly report: Report | null;
      readonly failure: Failure | null;
    }
  | { readonly name: 'failed'; readonly during: 'looking' | 'making'; readonly failure: Failure };

/** The image that the crop is drawn on. */
export interface Picture {
  readonly path: string;
  /** PNG in base64; null while it is on its way, or where `failure` says why there is none. */
  readonly png: string | null;
  /** Sizes of the whole image along its axes. */
  readonly shape: readonly number[];
  readonly axes: readonly string[];
  /** Of a volume: the plane that is, or is about to be, shown. */
  readonly plane: number | null;
  readonly suggested: CropBox | null;
  /** Where a crop may begin along the spatial axes, and of what its size is a multiple; null where nobody knows. */
  readonly grid: { readonly first: readonly number[]; readonly step: readonly number[] } | null;
  readonly failure: string | null;
  /** The kernel was at work: it is asked again once it is idle. */
  readonly busy?: boolean;
}

export interface PanelState {
  readonly phase: Phase;
  /** Title of the notebook that the panel speaks of. */
  readonly notebook: string | null;
  readonly candidates: readonly Candidate[];
  readonly draft: Draft | null;
  /** Images chosen by hand, beside the candidate's own. */
  readonly picked: readonly ImageChoice[];
  readonly picture: Picture | null;
  /** Networks that are in no catalogue. */
  readonly own: OwnState;
  /** A short sentence for the live region: "Cancelled; nothing was written." */
  readonly notice: string | null;
}

export const emptyState: PanelState = {
  phase: { name: 'no-notebook' },
  notebook: null,
  candidates: [],
  draft: null,
  picked: [],
  picture: null,
  own: emptyOwn,
  notice: null
};

/** Whether there is a form to go back to. */
export function hasDraft({ draft, own }: PanelState): boolean {
  return (own.draft ?? draft) !== null;
}

/** Whether the kernel has read that image; null: the one that it would choose. */
export function knowsImage({ draft, picked }: PanelState, path: string | null): boolean {
  return path === null || [...picked, ...(draft?.candidate.images ?? [])].some(image => image.path === path);
}

/** A step begins: whatever ran before is done, with its seconds. The same words again only move its bar. */
export function nextStep(
  steps: readonly MakingStep[],
  text: string,
  fraction: number | undefined,
  seconds: number
): readonly MakingStep[] {
  const last = steps.at(-1);
  if (last?.state === 'running' && last.text === text) {
    return [...steps.slice(0, -1), { ...last, fraction }];
  }
  return [...endSteps(steps, 'done', seconds), { text, state: 'running', fraction }];
}

/** The running step ends. */
export function endSteps(
  steps: readonly MakingStep[],
  state: 'done' | 'failed',
  seconds: number
): readonly MakingStep[] {
  return steps.map(step => (step.state === 'running' ? { text: step.text, state, seconds } : step));
}
