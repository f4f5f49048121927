import { setTimeout as sleep } from 'node:timers/promises';
import { HretError } from '../errors.js';
import { type FileLock, type LockAttempt, tryFileLock } from '../util/file-lock.js';
import { isHere, type LockHolder } from '../util/lock-holder.js';

const READ_ATTEMPTS = 10;
const READ_AGAIN_AFTER_MS = 20;

/**
 * Takes the lock file of a run, or says who has it. A lock left by a process of this host that is dead is taken over;
 * about other hosts nothing can be known, so theirs are refused with what to do if they are stale.
 */
export async function takeLock(path: string, runId: string, now: number): Promise<FileLock> {
  const attempt = await tryUntilReadable(path, now);
  switch (attempt.status) {
    case 'taken':
      return attempt.lock;
    case 'held':
      throw refused(runId, describe(attempt.holder, path));
    case 'unreadable':
      throw refused(runId, `${path} cannot be read. If nothing writes this run, delete that file.`);
    case 'contested':
      throw refused(runId, 'other processes are just taking it. Try again in a moment.');
  }
}

/** Where the file system has no links, a lock is empty for a moment: such a one is looked at again. */
async function tryUntilReadable(path: string, now: number): Promise<LockAttempt> {
  for (let attempt = 1; ; attempt += 1) {
    const outcome = tryFileLock(path, { now });
    if (outcome.status !== 'unreadable' || attempt === READ_ATTEMPTS) return outcome;
    await sleep(READ_AGAIN_AFTER_MS);
  }
}

function describe(holder: LockHolder, path: string): string {
  const { pid, host, since } = holder;
  if (!isHere(holder)) {
    return `process ${pid} on ${host} has held it since ${since}. If that process is no more, delete ${path}.`;
  }
  const who = pid === process.pid ? 'this very process' : `process ${pid}`;
  return `${who} has held it since ${since}. Wait for it to end, or stop it.`;
}

function refused(runId: string, reason: string): HretError {
  return new HretError('store', `The run "${runId}" is being written: ${reason}`, { runId });
}
