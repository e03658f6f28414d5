import { randomBytes } from 'node:crypto';
import { open, readFile, rename, rm, stat } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { isGone } from '../files/parts';
import { SaveError, sentence } from '../files/save';

/** Held for some milliseconds while results.csv is written; several processes may fill one folder. */
const lockName = '.zooport-results.lock';

/** Nobody holds it as long, in milliseconds: who did is dead, maybe on another machine. */
const longest = 60_000;

/** Does `work` while no other process does so in this folder. Throws `SaveError` where the folder cannot be written. */
export async function withLock<T>(folder: string, work: () => Promise<T>): Promise<T> {
  const path = join(folder, lockName);
  while (!(await take(path))) {
    await removeLeft(path);
    await wait(10 + Math.random() * 40);
  }
  try {
    return await work();
  } finally {
    await rm(path, { force: true });
  }
}

/** Whether the lock is ours now. */
async function take(path: string): Promise<boolean> {
  const file = await open(path, 'wx').catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') {
      return null;
    }
    throw unwritable(path, error);
  });
  try {
    await file?.writeFile(`${hostname()} ${process.pid}`);
  } catch (error) {
    await rm(path, { force: true });
    throw unwritable(path, error);
  } finally {
    await file?.close();
  }
  return file !== null;
}

function unwritable(path: string, error: unknown): SaveError {
  return new SaveError(sentence(path.replace(lockName, 'results.csv'), error), { cause: error });
}

/** Where the owner was killed, its lock goes. Moved first: another process may just do the same, and take it anew. */
async function removeLeft(path: string): Promise<void> {
  const [found, owner] = await Promise.all([stat(path).catch(() => null), readFile(path, 'utf8').catch(() => '')]);
  if (!found || !isLeft(owner, Date.now() - found.mtimeMs)) {
    return;
  }
  const moved = `${path}-${randomBytes(6).toString('hex')}`;
  await rename(path, moved).catch(() => undefined);
  if ((await readFile(moved, 'utf8').catch(() => owner)) === owner) {
    await rm(moved, { force: true });
  } else {
    await rename(moved, path).catch(() => undefined);
  }
}

function isLeft(owner: string, age: number): boolean {
  const [machine, process] = owner.split(' ');
  return age > longest || (machine === hostname() && Number(process) > 0 && isGone(Number(process)));
}
