import { randomBytes } from 'node:crypto';
import { link, mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { HretError } from '../errors.js';

const STALE_MS = 10_000;
const LONGEST_WAIT_MS = 30_000;
const LONGEST_NAP_MS = 25;

/**
 * Does something while no other process does it: for work of milliseconds on one small file. The lock is a file beside
 * it that names its holder; one whose holder is dead, or that is older than ten seconds, is taken over.
 */
export async function withFileLock<Made>(path: string, work: () => Promise<Made>): Promise<Made> {
  const lock = `${path}.lock`;
  const token = `${process.pid} ${hostname()} ${randomBytes(8).toString('hex')}\n`;
  await mkdir(dirname(path), { recursive: true });
  const began = performance.now();
  while (!(await take(lock, token))) {
    if (performance.now() - began > LONGEST_WAIT_MS) {
      throw new HretError(
        'store',
        `${lock} has been held for ${LONGEST_WAIT_MS / 1000} s. If nobody uses it, delete it.`,
      );
    }
    if (!(await clearStale(lock))) await sleep(Math.random() * LONGEST_NAP_MS);
  }
  try {
    return await work();
  } finally {
    if ((await readFile(lock, 'utf8').catch(() => '')) === token) await rm(lock, { force: true });
  }
}

async function take(lock: string, token: string): Promise<boolean> {
  // Written beside it and linked, so that a lock is never seen empty.
  const own = `${lock}.${randomBytes(6).toString('hex')}`;
  await writeFile(own, token, { flag: 'wx' });
  try {
    await link(own, lock);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  } finally {
    await rm(own, { force: true });
  }
}

/** Takes a lock nobody holds any more out of the way; whoever did so may try at once. */
async function clearStale(lock: string): Promise<boolean> {
  const holder = await readFile(lock, 'utf8').catch(() => undefined);
  if (holder === undefined) return true;
  const { mtimeMs } = await stat(lock).catch(() => ({ mtimeMs: Date.now() }));
  if (!isDead(holder) && Date.now() - mtimeMs < STALE_MS) return false;
  const aside = `${lock}.${randomBytes(6).toString('hex')}`;
  try {
    await rename(lock, aside);
  } catch {
    return true; // somebody else was faster
  }
  // Was it another one by then? It goes back to where it was.
  if ((await readFile(aside, 'utf8')) !== holder) await link(aside, lock).catch(() => {});
  await rm(aside, { force: true });
  return true;
}

function isDead(holder: string): boolean {
  const [pid = '', host = ''] = holder.trim().split(' ');
  if (host !== hostname() || !/^\d+$/.test(pid)) return false;
  try {
    process.kill(Number(pid), 0);
    return false;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'ESRCH';
  }
}
