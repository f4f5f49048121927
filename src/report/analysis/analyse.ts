import type { Metric } from '../../core/evaluator.js';
import type { RunRecord } from '../../core/run-record.js';
import type { SampleResult } from '../../core/sample-result.js';
import type { Power } from '../power.js';
import { headlineOf } from '../run-table.js';
import { type ErrorAnalysis, errorAnalysis } from './errors.js';
import { type LinguisticQuality, linguisticQuality } from './language.js';
import { sidesOf } from './sides.js';

export interface AnalysisInput {
  readonly record: RunRecord;
  readonly samples: readonly SampleResult[];
  /** How many words of each kind. */
  readonly topN: number;
  /** What comparing this run with another would show; absent where that is not known. */
  readonly power?: Power;
}

export interface Analysis {
  readonly summary: {
    readonly metric: string | undefined;
    readonly metrics: RunRecord['metrics'];
    readonly stats: RunRecord['stats'];
    readonly counts: RunRecord['counts'];
    readonly power?: Power;
  };
  /** The headline metric of each group. */
  readonly groups: Readonly<Record<string, Metric>>;
  readonly linguisticQuality: LinguisticQuality;
  readonly errorAnalysis: ErrorAnalysis;
}

/** The same run gives the same analysis. */
export function analyse({ record, samples, topN, power }: AnalysisInput): Analysis {
  const metric = headlineOf(record.metrics);
  const sides = sidesOf(samples, metric);
  const groups = Object.entries(record.groups).flatMap(([group, table]) => {
    const found = metric === undefined ? undefined : table[metric];
    return found === undefined ? [] : [[group, found] as const];
  });
  const { metrics, stats, counts } = record;
  return {
    summary: { metric, metrics, stats, counts, ...(power !== undefined && { power }) },
    groups: Object.fromEntries(groups),
    linguisticQuality: linguisticQuality(sides),
    errorAnalysis: errorAnalysis(sides, samples, topN),
  };
}
