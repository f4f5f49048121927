import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { HretError } from '../errors.js';
import { type FileLock, tryFileLock } from './file-lock.js';

const LAPSES_AFTER_MS = 10_000;
const LONGEST_WAIT_MS = 30_000;
const LONGEST_NAP_MS = 25;

/**
 * Does something while no other process does it: for work of milliseconds on one small file, with the lock beside it.
 * Whoever holds it is waited for, 30 s at most. A lock of another host that is older than ten seconds was left behind.
 */
export async function withFileLock<Made>(path: string, work: () => Promise<Made>): Promise<Made> {
  await mkdir(dirname(path), { recursive: true });
  const lock = await waitFor(`${path}.lock`);
  try {
    return await work();
  } finally {
    lock.release();
  }
}

async function waitFor(path: string): Promise<FileLock> {
  const began = performance.now();
  for (;;) {
    const attempt = tryFileLock(path, { now: Date.now(), lapsesAfterMs: LAPSES_AFTER_MS });
    if (attempt.status === 'taken') return attempt.lock;
    if (performance.now() - began > LONGEST_WAIT_MS) {
      const who = attempt.status === 'held' ? `process ${attempt.holder.pid} on ${attempt.holder.host}` : 'others';
      throw new HretError(
        'store',
        `${path} has been held by ${who} for ${LONGEST_WAIT_MS / 1000} s. If nobody uses it, delete it.`,
      );
    }
    await sleep(Math.random() * LONGEST_NAP_MS);
  }
}
