import { createHash, randomBytes } from 'node:crypto';
import { rmSync } from 'node:fs';
import { readdir, rm } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';

/**
 * Files that are not whole yet. The name says which process of which machine writes it, so that what a killed process left
 * can be told from what another one is writing just now; zooport/saving.py names its own in the same way.
 */
const partName = /^\.zooport-([0-9a-f]{8})-(\d+)-[0-9a-f]{16}\.part$/;

const machine = createHash('sha256').update(hostname()).digest('hex').slice(0, 8);
const unfinished = new Set<string>();

/** A name for a new part in `folder`, which is to be removed when the process ends. */
export function newPart(folder: string): string {
  const part = join(folder, `.zooport-${machine}-${process.pid}-${randomBytes(8).toString('hex')}.part`);
  unfinished.add(part);
  return part;
}

/** The part is in its place, or was never made. */
export function finished(part: string): void {
  unfinished.delete(part);
}

export async function removePart(part: string): Promise<void> {
  await rm(part, { force: true });
  // Not before: a second signal in between must still find it.
  unfinished.delete(part);
}

/** For a process that ends at once. */
export function removeAllParts(): void {
  for (const part of unfinished) {
    try {
      rmSync(part, { force: true });
    } catch {
      // Swept at the next write there.
    }
  }
  unfinished.clear();
}

/** Removes what processes of this machine left in `folder` that are gone by now. */
export async function sweepParts(folder: string): Promise<void> {
  const names = await readdir(folder).catch(() => []);
  for (const name of names) {
    const [, where, process] = partName.exec(name) ?? [];
    if (where === machine && isGone(Number(process))) {
      await rm(join(folder, name), { force: true }).catch(() => undefined);
    }
  }
}

/** Whether a process of this machine has ended. */
export function isGone(id: number): boolean {
  try {
    process.kill(id, 0);
    return false;
  } catch (error) {
    // Any other answer means that it runs, for instance as another user.
    return error instanceof Error && 'code' in error && error.code === 'ESRCH';
  }
}
