import type { OwnDraft } from '../../../export/own/draft';
import type { OwnNetworkChoice, OwnParams } from '../../../kernel/ownProtocol';
import { isRecord } from '../../../tensor/lookup';
import { fieldsOf, readFields, withFields } from '../keep';
import type { Memory } from '../memory';
import { axesOf, imagesOf } from './state';

/** What was said of a network of one's own, and which of its images were chosen by hand. */
export interface Recalled {
  readonly draft: OwnDraft;
  readonly picked: readonly string[];
}

/** Keeps in the browser what was said of a network of one's own, beside what is kept of the catalogue's. */
export class OwnMemory {
  constructor(private readonly memory: Memory) {}

  keep(choice: OwnNetworkChoice, draft: OwnDraft, picked: readonly string[]): void {
    const { predict = null } = draft.own;
    const images = imagesOf(draft);
    const axes = images.map((_, place) => axesOf(draft, place));
    const said = { images, axes, predict, picked: picked.filter(path => images.includes(path)) };
    this.memory.put(idOf(choice), { fields: fieldsOf(draft), said });
  }

  /** The fresh draft with all of it. */
  recall(choice: OwnNetworkChoice, fresh: OwnDraft): Recalled {
    const kept = this.memory.get(idOf(choice));
    if (!isRecord(kept) || !isRecord(kept.fields) || !isRecord(kept.said)) {
      return { draft: fresh, picked: [] };
    }
    const images = texts(kept.said.images);
    const axes = texts(kept.said.axes);
    const { predict } = kept.said;
    const own: OwnParams = {
      ...fresh.own,
      ...(images.length > 0 && { images, axes: images.map((_, place) => axes.at(place) ?? '') }),
      predict: typeof predict === 'string' ? predict : undefined
    };
    return { draft: { ...withFields(fresh, readFields(kept.fields)), own }, picked: texts(kept.said.picked) };
  }
}

function texts(value: unknown): string[] {
  return Array.isArray(value) && value.every(one => typeof one === 'string') ? value : [];
}

/** A variable is called `net` whatever it holds, so a network is also its class. */
function idOf({ variable, architecture }: OwnNetworkChoice): string {
  return JSON.stringify(['own', variable, architecture]);
}
