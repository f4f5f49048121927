import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

export interface Usage {
  readonly cpuMs: number;
  readonly maxRssMb: number;
}

let gnuTime: boolean | undefined;

/** Node tells a process what it used itself, but not what its children used; GNU time asks the kernel for that. */
export function hasGnuTime(): boolean {
  gnuTime ??= spawnSync('/usr/bin/time', ['-q', '-f', '%M', 'true'], { encoding: 'utf8' }).stderr?.trim() !== '';
  return gnuTime;
}

const TICK_MS = 10;
const BETWEEN_READS_MS = 20;

/** Looks at a process again and again: misses what happens in its last 20 ms, and the CPU of its children. */
export function sampleProcess(pid: number | undefined): { stop(): Usage } {
  let usage: Usage = { cpuMs: Number.NaN, maxRssMb: Number.NaN };
  const read = () => {
    usage = pid === undefined ? usage : (usageOf(pid) ?? usage);
  };
  const timer = setInterval(read, BETWEEN_READS_MS);
  read();
  return {
    stop() {
      clearInterval(timer);
      return usage;
    },
  };
}

/** Nothing when the process is over, or on a system without `/proc`. */
function usageOf(pid: number): Usage | undefined {
  try {
    const peak = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const [user = Number.NaN, system = Number.NaN] = stat
      .slice(stat.lastIndexOf(')') + 2)
      .split(' ')
      .slice(11, 13)
      .map(Number);
    return peak === undefined ? undefined : { cpuMs: (user + system) * TICK_MS, maxRssMb: Number(peak) / 1024 };
  } catch {
    return undefined;
  }
}
