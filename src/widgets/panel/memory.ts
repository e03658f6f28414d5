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
    const id = identityOf(draft.candidate);
    const others = this.all().filter(([other]) => other !== id);
    this.services.remember(JSON.stringify([[id, editsOf(draft)], ...others].slice(0, most)));
  }

  /** The draft of a network that was just found, with what was typed about it before. */
  recall(fresh: Draft): Draft {
    const { network } = fresh.candidate;
    const id = identityOf(fresh.candidate);
    const kept = this.all().find(([other]) => other === id);
    const outputs = network ? outputsOf(networkEntry(network.id)).map(([kind]) => kind) : [];
    const edits = kept && readEdits(kept[1], outputs);
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
