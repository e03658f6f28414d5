import type { Candidate } from '../../kernel/protocol';
import type { Finding } from '../../spec/finding';
import { describe } from '../../spec/messages';
import type { OutputKind } from '../../kernel/protocol';
import type { NetworkEntry } from './networkEntry';
import type { Remark } from './networkEntry';
import type { Parameters } from './parameters';

/**
 * What the researcher should know of the way from the notebook to the bundle, before it is made and in its README:
 * what the notebook does beyond the declared operations, and where its training and its prediction differ.
 */
export function remarksOf(entry: NetworkEntry, kind: OutputKind, known: Parameters): Finding[] {
  return [...entry.differences(kind, known).map(remark => remarkAt(remark, ['outputs', 0, 'postprocessing'])), ...entry.training(known).map(remark => remarkAt(remark, ['inputs', 0, 'preprocessing']))]; // prettier-ignore
}

function remarkAt({ code, data, warns }: Remark, path: Finding['path']): Finding {
  return { code, by: 'zooport', severity: warns ? 'warning' : 'info', path, ...(data && { data }) };
}

/** What is known of a network before it has run: facts by name, and the number of channels. */
export function knownOf({ facts, takes }: Candidate): Parameters {
  const values = Object.entries(facts).map(([name, fact]) => [name, fact.value] as const);
  return { ...(takes && { channels: takes.channels }), ...Object.fromEntries(values) };
}

/** The same as sentences. */
export function remarkSentences(entry: NetworkEntry, kind: OutputKind, known: Parameters): string[] {
  return remarksOf(entry, kind, known).map(describe);
}
