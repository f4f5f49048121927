import { z } from 'zod';
import type { Evaluator, Score } from '../core/evaluator.js';
import type { EvaluatorPlugin } from '../core/plugin.js';
import { type RunMetric, summedMetric, summedOverTrials } from '../core/run-metric.js';
import { referenceOf } from '../core/sample.js';
import type { SampleResult } from '../core/sample-result.js';
import { HretError } from '../errors.js';
import { utf8Bytes, wordUnits } from './text-sizes.js';

const options = z.strictObject({});

/**
 * How well the model foretells the reference after the prompt. Over all samples together, by lm-evaluation-harness's rules
 * (`perplexity`, `weighted_perplexity`, `bits_per_byte` of `lm_eval/api/metrics.py`): `perplexity` is e to the mean negative
 * log-likelihood of a reference, `word_perplexity` and `byte_perplexity` the same per word and per UTF-8 byte,
 * `bits_per_byte` the negative log-likelihood to base 2 per byte. Lower is better for all.
 */
export const plugin: EvaluatorPlugin<z.output<typeof options>> = {
  name: 'perplexity',
  summary: 'How well the model foretells the reference: perplexity per text, word and byte, and bits per byte.',
  options,
  create: () => perplexity,
};

const PER_SAMPLE = 'negative_log_likelihood_nats';

const perplexity: Evaluator = {
  name: 'perplexity',
  reads: 'ranking',
  ranking: { of: 'reference' },
  metrics: [PER_SAMPLE],
  score({ sample, answer }): Score {
    if (answer.kind !== 'ranking') throw new HretError('scoring', 'perplexity reads rankings; this answer is a text');
    const reference = referenceOf(sample.target);
    if (reference === '') return { status: 'unscored', reason: 'the reference is empty' };
    const [logLikelihood = Number.NaN] = answer.logLikelihoods;
    if (!Number.isFinite(logLikelihood))
      return { status: 'unscored', reason: 'the log-likelihood is not a finite number' };
    const bytes = utf8Bytes(reference);
    return {
      status: 'scored',
      values: { [PER_SAMPLE]: -logLikelihood },
      details: { bytes, words: wordUnits(reference) },
    };
  },
  runMetrics: perplexityMetrics(),
};

/** From the sums of negative log-likelihoods in nats, texts, words and UTF-8 bytes. */
export function perplexityMetrics(): RunMetric[] {
  return Object.entries({
    perplexity: ([nats = 0, texts = 0]) => Math.exp(nats / texts),
    word_perplexity: ([nats = 0, , words = 0]) => Math.exp(nats / words),
    byte_perplexity: ([nats = 0, , , bytes = 0]) => Math.exp(nats / bytes),
    bits_per_byte: ([nats = 0, , , bytes = 0]) => nats / bytes / Math.LN2,
  } satisfies Record<string, (sums: readonly number[]) => number>).map(([name, formula]) =>
    summedMetric({
      name,
      perSample: PER_SAMPLE,
      countsOf: (trials) => summedOverTrials(trials, countsOf),
      from: (sums) => finite(formula(sums)),
    }),
  );
}

function countsOf({ scores, reference }: SampleResult): readonly number[] | undefined {
  const nats = scores[PER_SAMPLE];
  return nats === undefined ? undefined : [nats, 1, wordUnits(reference), utf8Bytes(reference)];
}

/** e to more than 709 is no number a computer has: such a perplexity is left out, bits per byte always are there. */
function finite(value: number): number | undefined {
  return Number.isFinite(value) ? value : undefined;
}
