import type { Evaluator } from '../core/evaluator.js';

/** The evaluator with another way of scoring one answer; name, metrics and summary stay. Works for class instances too. */
export function rescored(evaluator: Evaluator, score: Evaluator['score']): Evaluator {
  const { name, reads, metrics, ranking, runMetrics } = evaluator;
  const summary = evaluator.summarize && { summarize: evaluator.summarize.bind(evaluator) };
  return {
    name,
    reads,
    metrics,
    score,
    ...(ranking !== undefined && { ranking }),
    ...(runMetrics !== undefined && { runMetrics }),
    ...summary,
  };
}
