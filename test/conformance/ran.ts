import type { Evaluator } from '../../src/core/evaluator.js';
import type { Sample } from '../../src/core/sample.js';
import type { SampleResult } from '../../src/core/sample-result.js';
import { inputOf, overAll } from '../evaluators/scoring.js';

/** What an evaluator says of answers one by one and of all of them; as trials they answer the same question. */
export async function ran(evaluator: Evaluator, rows: readonly (readonly [Sample, string])[], areTrials = false) {
  const results: Partial<SampleResult>[] = [];
  for (const [place, [sample, text]] of rows.entries()) {
    const score = await evaluator.score(inputOf(sample, text));
    results.push({
      id: String(place),
      index: areTrials ? 0 : place,
      ...(areTrials && { trial: place }),
      prediction: text,
      evaluation: score.details ?? {},
      scores: score.status === 'scored' ? score.values : {},
      status: score.status,
    });
  }
  return { values: results.map(({ scores = {} }) => scores), metrics: await overAll(evaluator, results) };
}
