import type { RunProgress } from '../../run/model';
import type { Terminal } from '../calls';

/** Where nobody looks on, a line is enough every so often, in milliseconds. */
const pause = 2000;

/** Tiles as they are done and the time left: a line that changes in a terminal, else one every two seconds. */
export function sayProgress(image: string, terminal: Terminal): (progress: RunProgress) => void {
  let last = Date.now();
  return ({ done, total, secondsLeft }) => {
    const left = secondsLeft === undefined || done === total ? '' : `, about ${timeText(secondsLeft)} left`;
    const text = `${image}: tile ${done} of ${total}${left}`;
    if (terminal.status) {
      terminal.status(text);
    } else if (Date.now() - last >= pause) {
      last = Date.now();
      terminal.say(text);
    }
  };
}

function timeText(seconds: number): string {
  if (seconds < 90) {
    return `${Math.max(1, Math.round(seconds))} s`;
  }
  const minutes = Math.round(seconds / 60);
  return minutes < 90 ? `${minutes} min` : `${(minutes / 60).toFixed(1)} h`;
}
