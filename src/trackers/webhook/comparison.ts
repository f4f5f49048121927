import type { EarlierRun, MetricChange } from '../../core/tracker.js';
import type { WebhookOptions } from './options.js';

/** What has changed since the run before. */
export interface Comparison {
  readonly runId: string;
  readonly startedAt: string;
  readonly metrics: Readonly<Record<string, MetricChange & { readonly isWorse: boolean }>>;
}

const SIGNIFICANT = 0.05;

/** The metrics that are watched, each with whether it has become worse. */
export function comparisonWith(
  { record, changes }: EarlierRun,
  { metrics: watched, threshold }: Pick<WebhookOptions, 'metrics' | 'threshold'>,
): Comparison {
  const shown = Object.entries(changes).filter(([name]) => watched?.includes(name) ?? true);
  return {
    runId: record.runId,
    startedAt: record.startedAt,
    metrics: Object.fromEntries(
      shown.map(([name, change]) => [name, { ...change, isWorse: isWorse(change, threshold) }]),
    ),
  };
}

/** By more than the threshold, or, since chance moves every metric, so far that chance does not explain it. */
function isWorse(change: MetricChange, threshold: number | undefined): boolean {
  const { before, after, isLowerBetter, pValue } = change;
  const loss = isLowerBetter ? after - before : before - after;
  if (loss <= 0) return false;
  // Both are decimal fractions: a loss of exactly the threshold must not count for its last bit.
  const isPast = threshold !== undefined && loss > threshold + 1e-12;
  return isPast || (pValue !== undefined && pValue < SIGNIFICANT);
}

/** Names of what has become worse. */
export function worseIn(comparison: Comparison | undefined): string[] {
  return Object.entries(comparison?.metrics ?? {})
    .filter(([, { isWorse: worse }]) => worse)
    .map(([name]) => name);
}
