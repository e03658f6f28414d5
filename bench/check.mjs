import { join } from 'node:path';
import { json, lab, least, output, root, seconds, table, times, zoo } from './tools.mjs';

const TRIES = 5;

/** The whole check of one zoo model, as typed in a terminal, against the zoo's own; and where our seconds go. */
export async function check() {
  const zooport = (...args) => [join(lab, 'python'), ['-m', 'zooport.launcher', ...args]];
  // In turns, so that what else runs on the machine meets both alike.
  const [theirs, ours, start] = await least(TRIES, [
    () => output(join(root, '.envs/new/bin/bioimageio'), ['test', join(zoo, 'rdf.yaml'), '--weight-format', 'onnx']),
    () => json(...zooport('check', '--json', zoo)),
    () => output(...zooport('--version'))
  ]);
  const [{ verdict, seconds: parts }] = ours.result.results;
  const network = (parts.load ?? 0) + (parts.run ?? 0);
  table(`Check of unet2d_nuclei_broad (${verdict}), least of ${TRIES}`, [
    ['', 'seconds', 'to bioimageio'],
    ['bioimageio test --weight-format onnx', seconds(theirs.seconds), times(1, 1)],
    ['zooport check', seconds(ours.seconds), times(ours.seconds, theirs.seconds)],
    ['  of it: start of Python and Node', seconds(start.seconds), ''],
    // The network loads beside format, hashes and preprocessing.
    ...Object.entries(parts).map(([part, value]) => [`  of it: ${part}`, seconds(value), '']),
    ['  all that is not loading and running the network', seconds(ours.seconds - network), '']
  ]);
}
