import { performance } from 'node:perf_hooks';
import { printReport } from '../lib/program.js';

export interface HttpInput {
  readonly samples: string;
  readonly apiBase: string;
  readonly concurrency: number;
  readonly outputDir: string;
}

export interface HttpReport {
  readonly done: number;
  readonly right: number;
  readonly samplesPerSecond: number;
  /** User and system time of the measured part. */
  readonly cpuMicrosPerSample: number;
}

/** Measures from the call to its end, without the start of the process. */
export async function measured(work: () => Promise<{ readonly done: number; readonly right: number }>): Promise<void> {
  const cpuBefore = process.cpuUsage();
  const startedAt = performance.now();
  const { done, right } = await work();
  const seconds = (performance.now() - startedAt) / 1000;
  const { user, system } = process.cpuUsage(cpuBefore);
  printReport({ done, right, samplesPerSecond: done / seconds, cpuMicrosPerSample: (user + system) / done });
}
