import type { OwnDraft } from '../../../export/own/draft';
import type { OwnNetworkChoice, OwnParams } from '../../../kernel/ownProtocol';
import { isRecord } from '../../../tensor/lookup';
import { fieldsOf, readFields, withFields } from '../keep';
import type { Memory } from '../memory';
import { axesOf, imageOf } from './state';

/** What was said of a network of one's own, and whether its image was chosen by hand. */
export interface Recalled {
  readonly draft: OwnDraft;
  readonly picked: boolean;
}

/** Keeps in the browser what was said of a network of one's own, beside what is kept of the catalogue's. */
export class OwnMemory {
  constructor(private readonly memory: Memory) {}

  keep(choice: OwnNetworkChoice, draft: OwnDraft, picked: boolean): void {
    const { predict = null } = draft.own;
    const said = { image: imageOf(draft), axes: axesOf(draft), predict, picked };
    this.memory.put(idOf(choice), { fields: fieldsOf(draft), said });
  }

  /** The fresh draft with all of it. */
  recall(choice: OwnNetworkChoice, fresh: OwnDraft): Recalled {
    const kept = this.memory.get(idOf(choice));
    if (!isRecord(kept) || !isRecord(kept.fields) || !isRecord(kept.said)) {
      return { draft: fresh, picked: false };
    }
    const { image, axes, predict, picked } = kept.said;
    const own: OwnParams = {
      ...fresh.own,
      ...(typeof image === 'string' && { images: [image], axes: [typeof axes === 'string' ? axes : ''] }),
      predict: typeof predict === 'string' ? predict : undefined
    };
    return { draft: { ...withFields(fresh, readFields(kept.fields)), own }, picked: picked === true };
  }
}

/** A variable is called `net` whatever it holds, so a network is also its class. */
function idOf({ variable, architecture }: OwnNetworkChoice): string {
  return JSON.stringify(['own', variable, architecture]);
}
