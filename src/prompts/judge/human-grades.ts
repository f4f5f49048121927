import { z } from 'zod';
import type { JsonObject } from '../../core/json.js';
import type { PooledMetric } from '../../core/run-metric.js';
import type { SampleResult } from '../../core/sample-result.js';
import { pearson } from '../../stats/index.js';

/** How a judge's grade compares with that of people. */
export interface GradeAgreement {
  readonly values: Readonly<Record<string, number>>;
  readonly details: JsonObject;
}

/**
 * The measures of KUDGE (pointwise_eval.py of github.com/guijinSON/kudge): `average_error` has the sign of judge minus
 * people, `off_by_05` is 1 where they differ by less than 1, which on a scale of halves is at most a half.
 */
export function agreementOf(judgeScore: number, humanScore: number): GradeAgreement {
  const error = judgeScore - humanScore;
  return {
    values: { off_by_05: Math.abs(error) < 1 ? 1 : 0, absolute_error: Math.abs(error), average_error: error },
    details: { judgeScore, humanScore },
  };
}

const kept = z.looseObject({ judgeScore: z.number(), humanScore: z.number() });

/** Pearson's correlation of judge and people over a run (`pearson`): `evaluator` is whose details are read. */
export function gradeCorrelation(evaluator: string): PooledMetric<readonly Grades[]> {
  return {
    kind: 'pooled',
    name: 'pearson',
    perSample: 'absolute_error',
    point: 0.01,
    partOf(trials) {
      const grades = trials.flatMap((result) => gradesOf(result, evaluator));
      return grades.length === 0 ? undefined : grades;
    },
    over(parts) {
      const pairs = parts.flat();
      const sampleOf = parts.flatMap((part, place) => part.map(() => place));
      return (times) =>
        pearson(
          pairs,
          sampleOf.map((place) => times[place] ?? 0),
        );
    },
  };
}

/** What people and the judge gave. */
type Grades = readonly [human: number, judge: number];

function gradesOf({ status, evaluation }: SampleResult, evaluator: string): Grades[] {
  if (status !== 'scored') return [];
  const { data } = kept.safeParse('humanScore' in evaluation ? evaluation : evaluation[evaluator]);
  return data === undefined ? [] : [[data.humanScore, data.judgeScore]];
}
