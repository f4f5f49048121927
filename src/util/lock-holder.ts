import { hostname } from 'node:os';
import { beginningOf, isProcessOver } from './process-life.js';

/** Who holds a lock, as the lock file says. */
export interface LockHolder {
  readonly pid: number;
  readonly host: string;
  /** When it took the lock, ISO 8601. */
  readonly since: string;
  /** When the process began, as the operating system tells it: a later process may get the same number. */
  readonly began: string | null;
}

export function thisProcess(now: number): LockHolder {
  return {
    pid: process.pid,
    host: hostname(),
    since: new Date(now).toISOString(),
    began: beginningOf(process.pid),
  };
}

/** Read by hand: whoever imports hret imports this, and a schema library would be half of what that costs. */
export function holderIn(text: string): LockHolder | undefined {
  try {
    const holder: unknown = JSON.parse(text);
    return isHolder(holder) ? holder : undefined;
  } catch {
    return undefined;
  }
}

/** Whether its process is no more. What runs on other hosts nobody knows here. */
export function isOver(holder: LockHolder): boolean {
  return isHere(holder) && isProcessOver(holder.pid, holder.began);
}

/** Whether it can be told from every other process for as long as it lives. */
export function isKnown(holder: LockHolder): boolean {
  return isHere(holder) && holder.began !== null;
}

export function isHere({ host }: LockHolder): boolean {
  return host === hostname();
}

function isHolder(value: unknown): value is LockHolder {
  if (typeof value !== 'object' || value === null) return false;
  const { pid, host, since, began } = value as Partial<Record<keyof LockHolder, unknown>>;
  return (
    Number.isInteger(pid) &&
    typeof host === 'string' &&
    typeof since === 'string' &&
    (began === null || typeof began === 'string')
  );
}
