import type { StepEvent, StepName } from '../../preview/report/report';

/** The check's steps in words. */
export const stepTitles: Readonly<Record<StepName, string>> = {
  open: 'Open the bundle',
  format: 'Read its description',
  hashes: 'Compare the checksums',
  network: 'Compare the network with the description',
  load: 'Load the network',
  preprocess: 'Prepare the test input',
  run: 'Run the network',
  frameworks: 'Run its other weights',
  postprocess: 'Finish its output',
  compare: 'Compare with the expected output',
  sizes: 'Try other image sizes',
  diagnose: 'Look for the reason'
};

/** The list of steps with one more event: news of a running step replace what was known of it. */
export function withEvent(steps: readonly StepEvent[], event: StepEvent): readonly StepEvent[] {
  const running = steps.findIndex(({ step, state }) => step === event.step && state === 'running');
  return running < 0
    ? [...steps, event]
    : steps.map((step, index) => (index === running ? { ...step, ...event } : step));
}

/** The check looks for the reason of a failure right now; that can be given up. */
export function isSearching(steps: readonly StepEvent[]): boolean {
  return steps.some(({ step, state }) => step === 'diagnose' && state === 'running');
}
