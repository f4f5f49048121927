import { currentConfig } from '../config/settings.js';
import { flushPending } from '../core/pending.js';
import type { ComparedRuns } from '../history/compare-metric.js';
import type { HistoryEntry } from '../history/entries.js';
import { warnUser } from './log.js';

/** Every finished run under `outputDir`, oldest first. */
export async function getMetricsHistory(): Promise<HistoryEntry[]> {
  return withHistory((history) => history.finished());
}

/** One metric over all finished runs: `{ [runName]: value, _stats: { best, worst, average, bestRun } }`; `{}` when no run has it. Runs of the same name are kept apart as `name`, `name #2`, … */
export async function compareMetric(metric: string): Promise<ComparedRuns> {
  return withHistory((history) => history.compareMetric(metric));
}

async function withHistory<Made>(
  read: (history: Awaited<ReturnType<typeof import('../history/history.js')['openHistory']>>) => Made,
): Promise<Made> {
  await flushPending();
  const { openHistory } = await import('../history/history.js');
  const history = await openHistory(currentConfig().outputDir, { warn: warnUser });
  try {
    return read(history);
  } finally {
    history.close();
  }
}
