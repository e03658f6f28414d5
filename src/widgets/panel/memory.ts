import { networkEntry } from '../../export/networks/catalogue';
import { outputsOf } from '../../export/networks/networkEntry';
import type { Draft } from '../../export/draft/draft';
import type { PanelServices } from '../services';
import { identityOf } from './identity';
import { editsOf, readEdits, withEdits } from './keep';

/** Networks of one notebook that are remembered. */
const most = 20;

/**
 * What was typed about the networks of a notebook, kept in the browser: closing or reloading the page loses nothing.
 * It is kept for each notebook and network of its own, so that nothing of one is ever said of another.
 */
export class Memory {
  constructor(private readonly services: Pick<PanelServices, 'remembered' | 'remember'>) {}

  keep(draft: Draft): void {
    this.put(identityOf(draft.candidate), editsOf(draft));
  }

  /** Anything about a network, under a name that no other has. */
  put(id: string, edits: unknown): void {
    const others = this.all().filter(([other]) => other !== id);
    this.services.remember(JSON.stringify([[id, edits], ...others].slice(0, most)));
  }

  /** What was put under that name; undefined where nothing was. It comes from outside: anything may be in it. */
  get(id: string): unknown {
    return this.all().find(([other]) => other === id)?.[1];
  }

  /** The draft of a network that was just found, with what was typed about it before. */
  recall(fresh: Draft): Draft {
    const { network } = fresh.candidate;
    const outputs = network ? outputsOf(networkEntry(network.id)).map(([kind]) => kind) : [];
    const edits = readEdits(this.get(identityOf(fresh.candidate)), outputs);
    return edits ? withEdits(fresh, edits) : fresh;
  }

  private all(): readonly (readonly [string, unknown])[] {
    try {
      const held: unknown = JSON.parse(this.services.remembered() ?? '[]');
      return Array.isArray(held) ? held.filter(isEntry) : [];
    } catch {
      return [];
    }
  }
}

function isEntry(value: unknown): value is readonly [string, unknown] {
  return Array.isArray(value) && typeof value[0] === 'string';
}
