import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { z } from 'zod';
import { HretError } from '../../errors.js';
import { beginningOf, isProcessOver } from '../../util/process-life.js';

const holderSchema = z.object({ pid: z.int(), host: z.string(), began: z.string().nullable() });
type Holder = z.output<typeof holderSchema>;

/**
 * Takes the right to deliver from an outbox. Held by another living process it is refused with a retryable error; left
 * behind by a dead one of this host it is taken over. Two deliveries at once would still be harmless, because carriers
 * can repeat themselves; this keeps them from happening.
 */
export function takeOutboxLock(path: string): Disposable {
  if (!create(path)) {
    const holder = holderOf(path);
    if (holder !== undefined && isDead(holder)) moveAway(path, holder);
    if (!create(path)) throw held(holderOf(path), path);
  }
  return { [Symbol.dispose]: () => rmSync(path, { force: true }) };
}

function create(path: string): boolean {
  const holder: Holder = { pid: process.pid, host: hostname(), began: beginningOf(process.pid) };
  try {
    writeFileSync(path, `${JSON.stringify(holder)}\n`, { flag: 'wx' });
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  }
}

function moveAway(path: string, dead: Holder): void {
  const aside = `${path}.${process.pid}`;
  try {
    renameSync(path, aside);
    // Whoever was faster holds it by now, and gets it back.
    if (JSON.stringify(holderOf(aside)) === JSON.stringify(dead)) rmSync(aside, { force: true });
    else renameSync(aside, path);
  } catch {
    // Somebody else was faster.
  }
}

function holderOf(path: string): Holder | undefined {
  try {
    return holderSchema.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch {
    return undefined;
  }
}

function isDead({ pid, host, began }: Holder): boolean {
  return host === hostname() && isProcessOver(pid, began);
}

function held(holder: Holder | undefined, path: string): HretError {
  const who = holder === undefined ? 'another process' : `process ${holder.pid} on ${holder.host}`;
  return new HretError('store', `${who} is delivering it. If that process is no more, delete ${path}.`, {
    isRetryable: true,
  });
}
