import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { hasGnuTime, sampleProcess } from './meter.js';

export interface ChildOptions {
  readonly cwd?: string | undefined;
  /** Added to this process's environment. */
  readonly env?: Readonly<Record<string, string>> | undefined;
  /** After so long the program is killed, and whatever it started. Absent: it may take as long as it likes. */
  readonly timeLimitMs?: number | undefined;
}

export interface Exit {
  /** From the start of the process to its end. */
  readonly wallMs: number;
  readonly stdout: string;
  readonly stderr: string;
  /** Exit code; 128 and the signal's number when a signal ended it, as shells say it. */
  readonly code: number;
  /** It was killed because its time was over. */
  readonly isOverdue: boolean;
}

export interface ChildRun extends Exit {
  /** User and system time together, children it waited for included. */
  readonly cpuMs: number;
  /** Peak resident memory of the process, or of its largest child. */
  readonly maxRssMb: number;
}

/** Runs a program in a process of its own and measures it. A failing program is a result too: look at `code`. */
export async function runChild(command: readonly string[], options: ChildOptions = {}): Promise<ChildRun> {
  return hasGnuTime() ? underGnuTime(command, options) : sampled(command, options);
}

/** Runs a program without anything around it: for start-up times, which a meter would lengthen. */
export async function runPlain(command: readonly string[], options: ChildOptions = {}): Promise<Exit> {
  return start(command, options).exit;
}

async function underGnuTime(command: readonly string[], options: ChildOptions): Promise<ChildRun> {
  const folder = await mkdtemp(join(tmpdir(), 'hret-bench-time-'));
  try {
    const report = join(folder, 'usage');
    const exit = await runPlain(['/usr/bin/time', '-q', '-o', report, '-f', '%U %S %M', ...command], options);
    const usage = (await readFile(report, 'utf8')).trimEnd().split('\n').at(-1) ?? '';
    const [user = Number.NaN, system = Number.NaN, kilobytes = Number.NaN] = usage.split(' ').map(Number);
    return { ...exit, cpuMs: (user + system) * 1000, maxRssMb: kilobytes / 1024 };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function sampled(command: readonly string[], options: ChildOptions): Promise<ChildRun> {
  const { pid, exit } = start(command, options);
  const usage = sampleProcess(pid);
  const ended = await exit;
  return { ...ended, ...usage.stop() };
}

function start(
  [program = '', ...args]: readonly string[],
  { cwd, env, timeLimitMs }: ChildOptions,
): { pid: number | undefined; exit: Promise<Exit> } {
  const startedAt = performance.now();
  const child = spawn(program, args, {
    cwd,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    // In a group of its own, it can be killed together with what it started.
    detached: timeLimitMs !== undefined,
  });
  let stdout = '';
  let stderr = '';
  let wallMs = Number.NaN;
  const limit = timeLimitMs === undefined ? undefined : limited(child, timeLimitMs);
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  child.on('exit', () => {
    wallMs = performance.now() - startedAt;
    limit?.stop();
  });
  const exit = new Promise<Exit>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) =>
      resolve({ wallMs, stdout, stderr, code: code ?? (signal === null ? 1 : 128), isOverdue: limit?.isOver === true }),
    );
  });
  return { pid: child.pid, exit };
}

/** Kills the whole group of a process when its time is over, and when this process is interrupted, which it would not hear of. */
function limited(child: ChildProcess, timeLimitMs: number): { readonly isOver: boolean; stop(): void } {
  let isOver = false;
  const timer = setTimeout(() => {
    isOver = true;
    killGroup(child);
  }, timeLimitMs);
  const interrupted = () => {
    killGroup(child);
    process.exit(130);
  };
  process.once('SIGINT', interrupted);
  return {
    get isOver() {
      return isOver;
    },
    stop() {
      clearTimeout(timer);
      process.off('SIGINT', interrupted);
    },
  };
}

function killGroup(child: ChildProcess): void {
  try {
    if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
  } catch {
    child.kill('SIGKILL'); // Windows has no groups; elsewhere it is over just now
  }
}
