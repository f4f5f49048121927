import type { EvaluationResult } from './evaluation-result.js';

/** A context's own numbers with those of its evaluations: by their plain names when there is one, by `<name>/<metric>` when there are more. */
export function contextMetrics(
  own: Readonly<Record<string, number>>,
  results: readonly EvaluationResult[],
): Record<string, number> {
  const [only, ...others] = results;
  if (only !== undefined && others.length === 0) return { ...only.metrics, ...own };
  const named = results.flatMap(({ info, metrics }) =>
    Object.entries(metrics).map(([metric, value]) => [`${info.name}/${metric}`, value] as const),
  );
  return { ...Object.fromEntries(named), ...own };
}
