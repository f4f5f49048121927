import { randomBytes } from 'node:crypto';
import { linkSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { holderIn, isKnown, isOver, type LockHolder, thisProcess } from './lock-holder.js';
import { hasCode } from './system-error.js';

export interface FileLock {
  /** Gives it back. Once is enough; a file that is somebody else's by then is left alone. */
  release(): void;
}

export type LockAttempt =
  | { readonly status: 'taken'; readonly lock: FileLock }
  | { readonly status: 'held'; readonly holder: LockHolder }
  /** The file says nobody: written by something else, or not yet to its end. */
  | { readonly status: 'unreadable' }
  /** Others are just taking it; a moment later it will be clear who has it. */
  | { readonly status: 'contested' };

export interface LockTerms {
  /** Milliseconds since the epoch, for the holder to be told with. */
  readonly now: number;
  /** Age in milliseconds from which a lock goes to the next when nobody can know whether its holder lives. Never, when left out. */
  readonly lapsesAfterMs?: number;
}

const ATTEMPTS = 5;

/**
 * Takes a lock, which is a file that names its holder. One left by a dead process of this host is taken over; a living
 * one never loses it. The folder has to be there.
 */
export function tryFileLock(path: string, terms: LockTerms): LockAttempt {
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const own = create(path, terms.now);
    if (own !== undefined) return { status: 'taken', lock: new HeldLock(path, own) };
    const text = read(path);
    if (text === undefined) continue;
    const holder = holderIn(text);
    if (!isLeftBehind(path, holder, terms)) {
      return holder === undefined ? { status: 'unreadable' } : { status: 'held', holder };
    }
    if (!removeStale(path, text, terms)) break;
  }
  return { status: 'contested' };
}

class HeldLock implements FileLock {
  readonly #path: string;
  readonly #text: string;
  #state: 'held' | 'released' = 'held';

  constructor(path: string, text: string) {
    this.#path = path;
    this.#text = text;
  }

  release(): void {
    if (this.#state === 'held' && read(this.#path) === this.#text) rmSync(this.#path, { force: true });
    this.#state = 'released';
  }
}

/** What the file says now that it is ours; `undefined` when there is one already. */
function create(path: string, now: number): string | undefined {
  const text = `${JSON.stringify(thisProcess(now))}\n`;
  try {
    if (!linkWhole(path, text)) writeFileSync(path, text, { flag: 'wx' });
    return text;
  } catch (error) {
    if (hasCode(error, 'EEXIST')) return undefined;
    throw error;
  }
}

/** Written beside it and linked, so that nobody ever finds half a lock; false where the file system has no links. */
function linkWhole(path: string, text: string): boolean {
  const beside = `${path}.${randomBytes(6).toString('hex')}`;
  writeFileSync(beside, text, { flag: 'wx' });
  try {
    linkSync(beside, path);
    return true;
  } catch (error) {
    if (hasCode(error, 'EEXIST')) throw error;
    return false;
  } finally {
    rmSync(beside, { force: true });
  }
}

/**
 * Two processes that find the same dead holder must not both clear it: the slower one would remove the lock of the
 * faster one. Whoever makes the file beside it may look again and remove; false for everybody else.
 */
function removeStale(path: string, stale: string, terms: LockTerms): boolean {
  const guard = `${path}.takeover`;
  if (create(guard, terms.now) === undefined) {
    if (isLeftBehind(guard, holderIn(read(guard) ?? ''), terms)) rmSync(guard, { force: true });
    return false;
  }
  try {
    if (read(path) === stale) rmSync(path, { force: true });
    return true;
  } finally {
    rmSync(guard, { force: true });
  }
}

function isLeftBehind(path: string, holder: LockHolder | undefined, { lapsesAfterMs }: LockTerms): boolean {
  if (holder !== undefined && isOver(holder)) return true;
  if ((holder !== undefined && isKnown(holder)) || lapsesAfterMs === undefined) return false;
  const takenAt = statSync(path, { throwIfNoEntry: false })?.mtimeMs;
  return takenAt !== undefined && Date.now() - takenAt >= lapsesAfterMs;
}

/** `undefined` when it is not there. What cannot be read names nobody. */
function read(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    return hasCode(error, 'ENOENT') ? undefined : '';
  }
}
