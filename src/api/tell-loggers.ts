import { currentConfig } from '../config/settings.js';
import { messageOf } from '../errors.js';
import type { FinishedRun } from '../history/metrics-tracker.js';
import type { EvaluationResult } from './evaluation-result.js';
import { warnUser } from './log.js';

type Listener = (run: FinishedRun, results: readonly EvaluationResult[]) => void | Promise<void>;

/** Tells the custom loggers of the settings, after those handed in, that a run is over. One that throws is a warning: the run is not lost. */
export async function tellLoggers(
  run: FinishedRun,
  results: readonly EvaluationResult[],
  first: readonly Listener[] = [],
): Promise<void> {
  for (const listener of [...first, ...currentConfig().customLoggers]) {
    try {
      await listener(run, results);
    } catch (thrown) {
      warnUser(`an integration of "${run.metadata.runName}" failed: ${messageOf(thrown)}`);
    }
  }
}

/** A run outside of any context, as integrations are told of it. */
export function finishedRunOf({ record }: EvaluationResult): FinishedRun {
  const { name, startedAt, finishedAt = startedAt, elapsedMs = 0, metadata, metrics } = record;
  return {
    metadata: {
      ...metadata,
      runName: name,
      startTime: startedAt,
      endTime: finishedAt,
      duration: elapsedMs / 1000,
      status: 'finished',
    },
    metrics,
  };
}
