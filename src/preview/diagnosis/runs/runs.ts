import type { Tensor } from '../../../tensor/tensor';
import type { Budget } from './budget';
import type { Change, Explanation } from '../change';
import { sharp } from '../change';
import { placedLike } from '../cheap';
import type { Fingerprint } from './fingerprint';
import { distance, fingerprint } from './fingerprint';
import { finish, finishes } from '../finish';
import type { Network } from './network';
import type { Case } from '../outcome';
import { isSettled, sentenceOf } from '../outcome';
import type { Entry, Tried } from './queue';
import { Queue, twinOf } from './queue';
import type { Ways } from './screen';
import { Screen } from './screen';
import type { Subject } from '../subject';
import type { Trial } from '../trials';

/** Inputs nearer than this may give outputs that both agree within the tolerance. */
const near = 0.02;

/** Seconds for what may explain it as well. */
const secondsMore = 2;

interface Known extends Tried {
  readonly trial?: Trial;
  /** Other changes that make the same inputs. */
  readonly twins: Change[];
  /** What it explained, for each case. */
  readonly found: Map<Case, readonly Explanation[]>;
}

/** A trial whose inputs were made. */
interface Seen {
  readonly trial: Trial;
  readonly print: Fingerprint;
}

interface Compared {
  readonly explanations: readonly Explanation[];
  /** How far the output is from the expected one, for each way. */
  readonly apart: readonly number[];
}

/** Runs the network on other inputs and compares what comes out. */
export class Runs {
  private readonly known: Known[];
  private readonly ways: Ways;
  /** What a look through the window left open. */
  private promising: Known[] = [];

  constructor(
    private readonly subject: Subject,
    private readonly cases: readonly Case[],
    private readonly network: Network,
    private readonly budget: Budget,
    /** Every input is run, even where all is explained. */
    private readonly thorough: boolean
  ) {
    this.ways = new Map(
      cases.map(one => [
        one,
        finishes(subject.description, one.output).filter(({ change }) => (change?.rank ?? 0) <= 3)
      ])
    );
    this.known = [{ print: fingerprint(subject.prepared), apart: [], twins: [], found: new Map() }];
  }

  /** Gives how many trials there was no time for. */
  async tryAll(list: readonly Trial[]): Promise<number> {
    if (this.cases.length === 0 || list.length === 0) {
      return 0;
    }
    const screen = list.some(isScreenable) ? await Screen.open(this.subject, this.network, this.ways) : undefined;
    const queue = new Queue(list, screen && (inputs => screen.partOf(inputs)));
    while (queue.length > 0) {
      // What looks well must still be looked at as a whole.
      if (this.promising.length > 0 && !this.budget.allows('whole', 2)) {
        return queue.length + (await this.tryPromising());
      }
      if (!(await this.budget.next())) {
        return queue.length + this.promising.length;
      }
      const entry = queue.next(this.known.filter(({ apart }) => apart.length > 0));
      if (entry && !(await this.tryOne(entry, screen))) {
        return queue.length + 1 + this.promising.length;
      }
    }
    return this.tryPromising();
  }

  /** False where there is no time for it. */
  private async tryOne(entry: Entry, screen: Screen | undefined): Promise<boolean> {
    const { trial } = entry;
    const inputs = entry.print && (entry.parts || !screen) ? undefined : trial.make();
    const print = entry.print ?? (inputs && fingerprint(inputs));
    if (!print) {
      return true;
    }
    const twin = twinOf(this.known, print);
    if (twin) {
      twin.twins.push(trial.change);
      repeat(twin, trial.change);
      return true;
    }
    if (!this.isWorthIt(print)) {
      return true;
    }
    const parts = entry.parts ?? (screen && inputs && isScreenable(trial) ? screen.partOf(inputs) : undefined);
    return screen && parts ? this.glance({ trial, print }, parts, screen) : this.runWhole({ trial, print });
  }

  private async glance(one: Seen, parts: readonly Tensor[], screen: Screen): Promise<boolean> {
    if (!this.budget.allows('window')) {
      return false;
    }
    const glance = await screen.look(parts);
    const known: Known = { ...one, apart: glance?.apart ?? [], twins: [], found: new Map() };
    this.known.push(known);
    const least = Math.min(Infinity, ...known.apart);
    if (glance?.promising && least < sharp) {
      return this.runWhole(one, known);
    }
    if (glance?.promising || least < sharp) {
      this.promising.push(known);
    }
    return true;
  }

  /** On the whole image, what looked well through the window: the best first. */
  private async tryPromising(): Promise<number> {
    const least = ({ apart }: Known): number => Math.min(...apart);
    const list = [...this.promising].sort((one, other) => least(one) - least(other));
    for (const [index, known] of list.entries()) {
      const { trial, print } = known;
      if (trial && this.isWorthIt(print) && !(await this.runWhole({ trial, print }, known))) {
        return list.length - index;
      }
    }
    return 0;
  }

  /** False where there is no time for it. `known`: what is known of it from the window. */
  private async runWhole({ trial, print }: Seen, known?: Known): Promise<boolean> {
    if (!this.budget.allows('whole')) {
      return false;
    }
    const inputs = trial.make();
    const outputs = inputs && (await this.network.run(inputs, 'whole'));
    const compared = outputs ? this.cases.map(failed => this.compare(failed, trial, outputs)) : [];
    const apart = compared.flatMap(one => one.apart);
    const one: Known = known ?? { trial, print, apart, twins: [], found: new Map() };
    if (!known) {
      this.known.push(one);
    }
    compared.forEach(({ explanations }, at) => {
      if (explanations.length > 0) {
        this.cases[at].found.push(...explanations);
        one.found.set(this.cases[at], explanations);
      }
    });
    one.twins.forEach(change => repeat(one, change));
    if (!this.thorough && this.cases.every(isSettled)) {
      this.budget.hurry(secondsMore);
    }
    return true;
  }

  /** Where all is explained, only inputs that are much like those that explained it can still change the answer. */
  private isWorthIt(print: Fingerprint): boolean {
    return (
      this.thorough ||
      !this.cases.every(isSettled) ||
      this.known.some(({ print: other, found }) => found.size > 0 && distance(other, print) < near)
    );
  }

  private compare(one: Case, { change, placement }: Trial, outputs: readonly Tensor[]): Compared {
    const { description, raw } = this.subject;
    const ways = this.ways.get(one) ?? [];
    const finished = ways.map(way => finish(way, one.output, outputs, raw));
    const explanations = finished.flatMap((tensor, at) => {
      const way = ways[at];
      const residual = tensor && one.target.residual(tensor);
      const plain = residual === undefined ? [] : [{ change: both(change, way.change), residual }];
      const placed =
        tensor && placement && !way.change
          ? placedLike(tensor, placement, one.target, description.outputs[one.output].axes)
          : [];
      return [...plain, ...placed.map(back => ({ ...back, change: both(change, back.change) }))];
    });
    return { explanations, apart: finished.map(tensor => (tensor ? one.target.apart(tensor) : Infinity)) };
  }
}

/** A window of a flipped image is another place of it, which would have to be looked for. */
function isScreenable({ placement }: Trial): boolean {
  return placement === undefined || placement.kind === 'shifted';
}

/** The same inputs by another change: it explains what the first one explained. */
function repeat({ found }: Known, change: Change): void {
  for (const [one, explanations] of found) {
    const alone = explanations.find(({ change: { cause } }) => cause !== 'both-sides');
    if (alone) {
      one.found.push({ change, residual: alone.residual });
    }
  }
}

function both(first: Change, second: Change | undefined): Change {
  return second
    ? {
        cause: 'both-sides',
        data: { first: sentenceOf(first), second: sentenceOf(second) },
        rank: first.rank + second.rank
      }
    : first;
}
