import type { Evaluator } from '../../core/evaluator.js';
import { type RunMetric, summedMetric, summedOverTrials } from '../../core/run-metric.js';
import type { Target } from '../../core/sample.js';
import type { SampleResult } from '../../core/sample-result.js';
import { spokenOf } from '../answer-text.js';
import { keptBy } from '../kept.js';

/** A metric of texts that is worked out from counts which add up over a corpus. */
export interface CorpusMetric {
  readonly name: string;
  /** The counts of one answer, or why there are none. */
  counts(answer: string, references: readonly string[]): readonly number[] | string;
  score(counts: readonly number[], isSentence: boolean): number;
}

/** Each sample gets `sentence_<name>`; the run gets `<name>`, from the counts of all samples together, which is no mean of theirs. */
export function corpusEvaluator(metric: CorpusMetric): Evaluator {
  const { name, counts: countsOf, score } = metric;
  return {
    name,
    reads: 'text',
    metrics: [`sentence_${name}`],
    score({ sample, answer }) {
      const references = textsOf(sample.target);
      if (references.length === 0) return { status: 'unscored', reason: 'the reference is empty' };
      const counts = countsOf(spokenOf(answer, name).normalize('NFC'), references);
      if (typeof counts === 'string') return { status: 'unscored', reason: counts };
      return {
        status: 'scored',
        values: { [`sentence_${name}`]: score(counts, true) },
        details: { [`${name}Counts`]: [...counts] },
      };
    },
    runMetrics: [corpusRunMetric(metric)],
  };
}

/** The metric over all samples, from the counts that are kept with each. */
export function corpusRunMetric({ name, score }: CorpusMetric): RunMetric {
  return summedMetric({
    name,
    perSample: `sentence_${name}`,
    point: 1,
    countsOf: (trials) => summedOverTrials(trials, (result) => keptCounts(result, name)),
    from: (sums) => score(sums, false),
  });
}

/** The texts an answer is compared with, in one Unicode form. */
export function textsOf(target: Target): string[] {
  return givenTexts(target)
    .filter((text) => text.trim() !== '')
    .map((text) => text.normalize('NFC'));
}

function givenTexts(target: Target): readonly string[] {
  switch (target.kind) {
    case 'text':
      return target.accepted;
    case 'choice':
      return target.choices.slice(target.answer, target.answer + 1);
    case 'rubric':
      return target.reference === undefined ? [] : [target.reference];
    default:
      return target satisfies never;
  }
}

function keptCounts(result: SampleResult, name: string): number[] | undefined {
  const counts = keptBy(name, `${name}Counts`, result);
  return Array.isArray(counts) ? (counts as number[]) : undefined;
}
