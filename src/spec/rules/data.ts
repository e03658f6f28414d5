import type { Finding } from '../finding';
import type { ModelDescription } from '../model';
import { found, tensorsOf } from './places';
import type { TensorPlace } from './places';

/** Where values are described per channel: once for each channel, and of one type. */
export function dataRules(description: ModelDescription): Finding[] {
  return tensorsOf(description).flatMap(perChannel);
}

function perChannel({ tensor, path }: TensorPlace): Finding[] {
  const entries = tensor.data.length;
  const where = [...path, 'data'];
  const types = [...new Set(tensor.data.map(data => data.type))];
  const findings = types.length > 1 ? [found('data-types-differ', where, { types })] : [];
  const channel = tensor.axes.find(axis => axis.type === 'channel');
  // A single entry is also what an absent or plain `data` reads as: it stands for all channels.
  if (entries > 1 && channel && typeof channel.size === 'number' && channel.size !== entries) {
    findings.push(found('data-channels', where, { found: entries, axis: channel.id, expected: channel.size }));
  }
  return findings;
}
