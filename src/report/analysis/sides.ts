import { isLowerBetter } from '../../core/metric-direction.js';
import type { SampleResult } from '../../core/sample-result.js';

/** The answers of a run that have a score of their own, right and wrong ones apart. */
export interface Sides {
  /** By which they are told apart: the headline metric, or where that is worked out over all samples, the first one that samples have. */
  readonly metric: string | undefined;
  readonly right: readonly SampleResult[];
  readonly wrong: readonly SampleResult[];
}

/**
 * Shares (0 to 1) are right from a half on. Grades, costs and the like have no right and wrong: there the answers that are as
 * good as the mean or better stand on the right side.
 */
export function sidesOf(samples: readonly SampleResult[], headline: string | undefined): Sides {
  const metric = metricOfSamples(samples, headline);
  const answered = samples.filter(
    ({ prediction, scores }) => prediction !== undefined && metric !== undefined && scores[metric] !== undefined,
  );
  const isRight = rightness(metric, answered);
  return { metric, right: answered.filter(isRight), wrong: answered.filter((sample) => !isRight(sample)) };
}

function metricOfSamples(samples: readonly SampleResult[], headline: string | undefined): string | undefined {
  const scored = samples.filter(({ scores }) => Object.keys(scores).length > 0);
  if (headline !== undefined && scored.some(({ scores }) => scores[headline] !== undefined)) return headline;
  return Object.keys(scored[0]?.scores ?? {})[0];
}

function rightness(metric: string | undefined, answered: readonly SampleResult[]): (sample: SampleResult) => boolean {
  if (metric === undefined) return () => false;
  const values = answered.flatMap(({ scores }) => scores[metric] ?? []);
  const isLower = isLowerBetter(metric);
  const isShare = !isLower && values.every((value) => value >= 0 && value <= 1);
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return ({ scores }) => {
    const value = scores[metric] ?? Number.NaN;
    if (isShare) return value >= 0.5;
    return isLower ? value <= mean : value >= mean;
  };
}

/** The words of the model. */
export function answerText({ prediction = '' }: SampleResult): string {
  return prediction;
}
