import { z } from 'zod';
import type { Evaluator, Score } from '../core/evaluator.js';
import type { EvaluatorPlugin } from '../core/plugin.js';
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
  summarize: (results) => perplexities(results.filter(({ scores }) => scores[PER_SAMPLE] !== undefined)),
};

function perplexities(results: readonly SampleResult[]): Record<string, number> {
  if (results.length === 0) return {};
  const total = (value: (result: SampleResult) => number) => results.reduce((sum, result) => sum + value(result), 0);
  const nats = total(({ scores }) => scores[PER_SAMPLE] ?? 0);
  const words = total(({ reference }) => wordUnits(reference));
  const bytes = total(({ reference }) => utf8Bytes(reference));
  return finite({
    perplexity: Math.exp(nats / results.length),
    word_perplexity: Math.exp(nats / words),
    byte_perplexity: Math.exp(nats / bytes),
    bits_per_byte: nats / bytes / Math.LN2,
  });
}

/** e to more than 709 is no number a computer has: such a perplexity is left out, bits per byte always are there. */
function finite(metrics: Readonly<Record<string, number>>): Record<string, number> {
  return Object.fromEntries(Object.entries(metrics).filter(([, value]) => Number.isFinite(value)));
}
