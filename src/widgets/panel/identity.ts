import type { Candidate } from '../../kernel/protocol';

/** What a network was trained on and for. Numbers that grow as training or quality control go on are not among them. */
const training = ['Training_source', 'Training_target', 'patch_width', 'patch_height', 'pooling_steps'];

/**
 * What tells a network from any other of a notebook, also tomorrow. A folder is one by its path. A variable of the kernel
 * is called `model` whatever it holds, so there it is also what the network is and on what it was trained.
 */
export function identityOf(candidate: Candidate): string {
  const { id, folder, network } = candidate;
  return folder === null ? JSON.stringify([id, network?.id ?? null, ...traits(candidate)]) : id;
}

/** Whether both are the same network, also where the researcher has just said that it is of another kind. */
export function isSameNetwork(one: Candidate, other: Candidate): boolean {
  if (one.id !== other.id) {
    return false;
  }
  const told = [one, other].some(({ recognisedBy }) => recognisedBy === 'asked');
  const same = told ? one.modelName === other.modelName : identityOf(one) === identityOf(other);
  return one.folder !== null || same;
}

function traits({ modelName, takes, facts }: Candidate): readonly unknown[] {
  const known = training.map(name => (Object.hasOwn(facts, name) ? facts[name]?.value : null) ?? null);
  return [modelName, takes?.axes ?? null, takes?.channels ?? null, ...known];
}

/** A candidate in a list of several: its name, and the kind where it is known. */
export function candidateTitle({ modelName, network }: Candidate): string {
  return network ? `${modelName} (${network.name})` : modelName;
}
