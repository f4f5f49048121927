// Compares a metric over a history: the first time in a process, which loads and opens it, and again.
import { performance } from 'node:perf_hooks';
import { compareMetric, configure } from 'hret';
import { median, repeat } from '../lib/pairs.js';
import { printReport, programInput } from '../lib/program.js';

export interface CompareInput {
  readonly outputDir: string;
  readonly runs: number;
}

/** Milliseconds a call. */
export interface CompareReport {
  readonly first: number;
  readonly later: number;
}

const LATER_CALLS = 20;

const { outputDir, runs } = programInput<CompareInput>();
configure({ outputDir });
const first = await timed();
printReport({ first, later: median(await repeat(LATER_CALLS, timed)) } satisfies CompareReport);

async function timed(): Promise<number> {
  const startedAt = performance.now();
  const { _stats, ...values } = await compareMetric('accuracy');
  const milliseconds = performance.now() - startedAt;
  const compared = Object.keys(values).length;
  if (compared === runs && _stats.best > 0.99 && _stats.worst < 0.01) return milliseconds;
  throw new Error(`${compared} runs of ${runs} were compared, the best with ${_stats.best}.`);
}
