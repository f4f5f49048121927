import { readFileSync } from 'node:fs';
import { hasCode } from './system-error.js';

/** Ticks since boot at which a process began, where the system tells: a later process may get the same number. */
export function beginningOf(pid: number): string | null {
  return statOf(pid)?.[19] ?? null;
}

/** Whether the process of this host that had this number, and began then, is no more. */
export function isProcessOver(pid: number, began: string | null): boolean {
  if (!isRunning(pid) || isZombie(pid)) return true;
  const now = beginningOf(pid);
  return now !== null && began !== null && now !== began;
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it runs, and is somebody else's.
    return !hasCode(error, 'ESRCH');
  }
}

/** Ended, but not yet told to its parent; it writes nothing any more. Where nobody asks, as in some containers, it stays so. */
function isZombie(pid: number): boolean {
  return ['Z', 'X'].includes(statOf(pid)?.[0] ?? '');
}

/** What Linux tells of a process, from its state on; other systems tell it only to programs of theirs. */
function statOf(pid: number): readonly string[] | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The second field is the command in parentheses, and may hold spaces and parentheses itself.
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  } catch {
    return undefined;
  }
}
