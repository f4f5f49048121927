import type { JsonObject } from './json.js';
import type { GenerateRequest, Generation } from './model.js';
import type { RunMetric } from './run-metric.js';
import type { Sample } from './sample.js';
import type { SampleResult } from './sample-result.js';

/** What a model gave for one sample: a text, or the log-likelihood of every choice. */
export type Answer =
  | { readonly kind: 'text'; readonly generation: Generation }
  | {
      readonly kind: 'ranking';
      readonly logLikelihoods: readonly number[];
      /** The same texts after another prompt, where the evaluator asked for it. */
      readonly unconditional?: readonly number[];
    };

/** What a model has to rank for an evaluator that reads rankings. */
export interface Ranking {
  /** The options of a choice question, or the reference of a question without options. */
  readonly of: 'options' | 'reference';
  /** Ranks them after this text too, which holds nothing of the question; doubles the requests. */
  readonly unconditionalPrompt?: string;
}

/** Asks for one sample. The run loop knows this, not models. */
export type Ask = (request: GenerateRequest) => Promise<Answer>;

/** The verdict on one answer. Unscored is not zero: it has a reason and stays out of the mean. */
export type Score =
  | {
      readonly status: 'scored';
      /** One number a metric, for example `{ accuracy: 1 }`. */
      readonly values: Readonly<Record<string, number>>;
      /** The part of the answer that was compared. */
      readonly extracted?: string;
      readonly explanation?: string;
      /** The answer is complete even if the text was cut at the token limit: it stated a final answer or is exactly one of the options. */
      readonly isDefinite?: boolean;
      /** What else the evaluator wants kept with the sample, for example the normalised texts. */
      readonly details?: JsonObject;
    }
  | {
      readonly status: 'unscored';
      readonly reason: string;
      readonly extracted?: string;
      readonly details?: JsonObject;
    };

export interface ScoreInput {
  readonly sample: Sample;
  readonly answer: Answer;
  readonly signal: AbortSignal;
}

/** How a bootstrap was done, to do it again. */
export interface Bootstrap {
  readonly resamples: number;
  readonly seed: number;
}

/** A metric over samples. `n` is how many had a value, `unscored` how many were answered but had none; failed and cut-off ones are in neither. */
export interface Metric {
  readonly n: number;
  readonly unscored: number;
  /** The mean of the values; of a metric that is no mean, such as BLEU, its value over all samples. */
  readonly mean: number;
  /** Standard error of the mean; absent below two values. */
  readonly stderr?: number;
  /** Standard error for samples that go together (Miller 2024): by their clusters, or by groups where no sample has one but all have a group. */
  readonly clusteredStderr?: number;
  /** Wilson's with the effective number of samples for values from 0 to 1, else the mean ± t times that, with one degree of freedom less than there are clusters; absent where clusters have no spread. */
  readonly clusteredCi95?: readonly [number, number];
  /** 95 % interval: Wilson for 0/1 values, Student otherwise, percentiles of a bootstrap where `bootstrap` says so; absent where none exists: one value, or equal ones other than 0 and 1. */
  readonly ci95?: readonly [number, number];
  /** There when `stderr` and, where it exists, `ci95` come from drawing the samples anew. */
  readonly bootstrap?: Bootstrap;
}

/** One way of scoring. */
export interface Evaluator {
  readonly name: string;
  /** What it needs from the model. */
  readonly reads: Answer['kind'];
  /** For those that read rankings; absent: the options. */
  readonly ranking?: Ranking;
  /** The first metric named is the headline one; `accuracy` for most. */
  readonly metrics: readonly string[];
  score(input: ScoreInput): Score | Promise<Score>;
  /** Metrics over all samples, of which intervals, groups and comparisons can be worked out. Wins over means of the same name. */
  readonly runMetrics?: readonly RunMetric[];
  /** Trials of a sample that all its metrics take, where that is more than one; told when the run has fewer. */
  readonly trialsTaken?: number;
  /**
   * For single numbers over all samples, without an interval. Gets every result in dataset order, so a run with such an evaluator
   * holds all its results in memory at the end. The metrics it returns are added to (and win over) the means.
   */
  summarize?(
    results: readonly SampleResult[],
  ): Readonly<Record<string, number>> | Promise<Readonly<Record<string, number>>>;
}
