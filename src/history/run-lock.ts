import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { HretError } from '../errors.js';
import { beginningOf, isProcessOver } from '../util/process-life.js';
import { hasCode } from './disk-error.js';

/** Who holds a run. */
const holderSchema = z.looseObject({
  pid: z.int(),
  host: z.string(),
  /** When it took the lock. */
  since: z.string(),
  /** When the process began, as the operating system tells it: a later process may get the same number. */
  began: z.string().nullable(),
});
type Holder = z.output<typeof holderSchema>;

export interface RunLock {
  release(): void;
}

const ATTEMPTS = 5;

/**
 * Takes the lock file of a run, or says who has it. A lock left by a process of this host that is dead is taken over;
 * about other hosts nothing can be known, so theirs are refused with what to do if they are stale.
 */
export async function takeLock(path: string, runId: string, now: number): Promise<RunLock> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    if (create(path, now)) return new HeldLock(path);
    const holder = await readHolder(path);
    if (holder === 'unreadable')
      throw refused(runId, `${path} cannot be read. If nothing writes this run, delete that file.`);
    if (holder === 'gone') continue;
    if (!isDead(holder)) throw refused(runId, describe(holder, path));
    if (!removeStale(path, holder, now)) break;
  }
  throw refused(runId, 'other processes are just taking it. Try again in a moment.');
}

class HeldLock implements RunLock {
  readonly #path: string;
  #state: 'held' | 'released' = 'held';

  constructor(path: string) {
    this.#path = path;
  }

  release(): void {
    // Released before, the file may be somebody else's by now.
    if (this.#state === 'held') rmSync(this.#path, { force: true });
    this.#state = 'released';
  }
}

/** Whether the file is ours now; false when there is one already. */
function create(path: string, now: number): boolean {
  const holder: Holder = {
    pid: process.pid,
    host: hostname(),
    since: new Date(now).toISOString(),
    began: beginningOf(process.pid),
  };
  try {
    writeFileSync(path, `${JSON.stringify(holder)}\n`, { flag: 'wx' });
    return true;
  } catch (error) {
    if (hasCode(error, 'EEXIST')) return false;
    throw error;
  }
}

/**
 * Two processes that find the same dead holder must not both clear it: the slower one would remove the lock of the
 * faster one. Whoever makes the file beside it may look again and remove; false for everybody else.
 */
function removeStale(path: string, stale: Holder, now: number): boolean {
  const guard = `${path}.takeover`;
  if (!create(guard, now)) {
    const guardian = parseHolder(guard);
    if (typeof guardian === 'object' && isDead(guardian)) rmSync(guard, { force: true });
    return false;
  }
  try {
    if (JSON.stringify(parseHolder(path)) === JSON.stringify(stale)) rmSync(path, { force: true });
    return true;
  } finally {
    rmSync(guard, { force: true });
  }
}

const READ_ATTEMPTS = 10;
const READ_AGAIN_AFTER_MS = 20;

/** A lock is made empty and filled at once: one that is empty is looked at again. */
async function readHolder(path: string): Promise<Holder | 'gone' | 'unreadable'> {
  for (let attempt = 0; attempt < READ_ATTEMPTS; attempt += 1) {
    const holder = parseHolder(path);
    if (holder !== 'unreadable') return holder;
    await sleep(READ_AGAIN_AFTER_MS);
  }
  return 'unreadable';
}

function parseHolder(path: string): Holder | 'gone' | 'unreadable' {
  try {
    return holderSchema.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch (error) {
    return hasCode(error, 'ENOENT') ? 'gone' : 'unreadable';
  }
}

function isDead({ pid, host, began }: Holder): boolean {
  return host === hostname() && isProcessOver(pid, began);
}

function describe({ pid, host, since }: Holder, path: string): string {
  if (host !== hostname()) {
    return `process ${pid} on ${host} has held it since ${since}. If that process is no more, delete ${path}.`;
  }
  const who = pid === process.pid ? 'this very process' : `process ${pid}`;
  return `${who} has held it since ${since}. Wait for it to end, or stop it.`;
}

function refused(runId: string, reason: string): HretError {
  return new HretError('store', `The run "${runId}" is being written: ${reason}`, { runId });
}
