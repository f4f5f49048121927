import type { CompareAllOptions } from './compare-many.js';
import type { CompareResultsOptions } from './compare-results.js';
import type { EvaluationResult } from './evaluation-result.js';

/** One result, or several in a list or under their names (as `hret.run`, `benchmark` and `compareModels` give them). */
export type Results = EvaluationResult | readonly EvaluationResult[] | Readonly<Record<string, EvaluationResult>>;

/** A text table of results: value, 95 % interval, n, unscored, failed and truncated of every metric, and the floor under them. */
export function resultTable(results: Results): string {
  const listed = listOf(results);
  return listed[0]?.tools.table(listed) ?? '';
}

/** What the comparison of two results says, as a text table and a sentence. */
export function comparisonText(a: EvaluationResult, b: EvaluationResult, options: CompareResultsOptions = {}): string {
  return a.tools.comparisonText(a, b, options);
}

/** A text table of several results against one: difference, interval, Holm's p-value, n, and how many samples would show one point. */
export function comparisonTable(
  results: Readonly<Record<string, EvaluationResult>>,
  options: CompareAllOptions = {},
): string {
  return Object.values(results)[0]?.tools.comparisonTable(results, options) ?? '';
}

/** A text table of every run in the history, oldest first; with a metric, of the runs that have it. */
export async function historyTable({ metric }: { readonly metric?: string } = {}): Promise<string> {
  const { historyText } = await import('./history-text.js');
  return historyText(metric);
}

function listOf(results: Results): readonly EvaluationResult[] {
  if (Array.isArray(results)) return results;
  return 'tools' in results ? [results as EvaluationResult] : Object.values(results);
}
