import { z } from 'zod';
import type { Evaluator, Score } from '../core/evaluator.js';
import type { EvaluatorPlugin } from '../core/plugin.js';
import type { Target } from '../core/sample.js';
import { HretError } from '../errors.js';
import { strip } from '../prompts/python-text.js';
import { type RankOptions, rankMetricNames, rankOf, rankValues } from './ranks.js';
import { codePoints, utf8Bytes } from './text-sizes.js';

const options = z.strictObject({
  mutualInformation: z
    .boolean()
    .default(false)
    .describe('also rank the options without the question, for acc_mutual_info; doubles the requests'),
  unconditionalPrompt: z
    .string()
    .default('')
    .describe('the text without the question that mutualInformation ranks after'),
  reciprocalRank: z
    .boolean()
    .default(false)
    .describe('also give mrr: one over the rank of the right option among all of them'),
  recallAt: z
    .array(z.int().min(1))
    .default([])
    .describe('also give recall@k for these k: whether the right option is among the k likeliest'),
});

/**
 * Right when the model finds the right option likelier than every other one. The model writes nothing: it is asked how
 * likely each option is after the prompt. `accuracy`, `acc_norm`, `acc_bytes` and `acc_mutual_info` are `acc`, `acc_norm`,
 * `acc_bytes` and `acc_mutual_info` of lm-evaluation-harness (`ConfigurableTask.process_results`): the largest
 * log-likelihood, the largest per code point of the option, per UTF-8 byte of it, and the largest gain over its likelihood
 * without the question. The first of several largest wins.
 */
export const plugin: EvaluatorPlugin<z.output<typeof options>> = {
  name: 'log_likelihood',
  aliases: ['log_prob_mcqa'],
  summary: 'The right option is the one the model finds likeliest; needs a backend with log-likelihoods.',
  options,
  create: ({ mutualInformation, unconditionalPrompt, reciprocalRank, recallAt }, { compat }) => {
    if (compat === 'hret') return ranker(['accuracy'], {}, hretScore);
    const ranking = mutualInformation ? { unconditionalPrompt } : {};
    const metrics = ['accuracy', 'acc_norm', 'acc_bytes', ...(mutualInformation ? ['acc_mutual_info'] : [])];
    const ranks = { reciprocalRank, recallAt };
    return ranker([...metrics, ...rankMetricNames(ranks)], ranking, (key, likelihoods) =>
      withRanks(score(key, likelihoods), key, likelihoods.given, ranks),
    );
  },
};

type Key = Extract<Target, { kind: 'choice' }>;
interface Likelihoods {
  readonly given: readonly number[];
  readonly unconditional: readonly number[] | undefined;
}

function ranker(
  metrics: readonly string[],
  ranking: { readonly unconditionalPrompt?: string },
  score: (key: Key, likelihoods: Likelihoods) => Score,
): Evaluator {
  return {
    name: 'log_likelihood',
    reads: 'ranking',
    ranking: { of: 'options', ...ranking },
    metrics,
    score({ sample: { target }, answer }) {
      if (answer.kind !== 'ranking')
        throw new HretError('scoring', 'log_likelihood reads rankings; this answer is a text');
      if (target.kind !== 'choice') return { status: 'unscored', reason: 'the question has no options to rank' };
      const { logLikelihoods, unconditional } = answer;
      const problem = problemWith(target, logLikelihoods) ?? (unconditional && problemWith(target, unconditional));
      if (problem !== undefined) return { status: 'unscored', reason: problem };
      return score(target, { given: logLikelihoods, unconditional });
    },
  };
}

/** A likelihood of zero, minus infinity, is an answer; no number is none. */
function problemWith({ choices }: Key, logLikelihoods: readonly number[]): string | undefined {
  if (choices.length === 0) return 'the question has no options to rank';
  if (logLikelihoods.length !== choices.length)
    return `the model gave ${logLikelihoods.length} log-likelihoods for ${choices.length} options`;
  if (logLikelihoods.some((value) => Number.isNaN(value))) return 'a log-likelihood is not a number';
  if (logLikelihoods.every((value) => value === Number.NEGATIVE_INFINITY))
    return 'the model finds every option impossible';
  return undefined;
}

function score({ choices, answer }: Key, { given, unconditional }: Likelihoods): Score {
  const right = choices[answer];
  if (right === undefined) return { status: 'unscored', reason: 'the answer key names none of the options' };
  const isRight = (place: number) => (place === answer || choices[place] === right ? 1 : 0);
  const chosen = firstLargest(given);
  const values: Record<string, number> = { accuracy: isRight(chosen) };
  if (!choices.includes('')) {
    values.acc_norm = isRight(firstLargest(given.map((value, place) => value / codePoints(choices[place] ?? ''))));
    values.acc_bytes = isRight(firstLargest(given.map((value, place) => value / utf8Bytes(choices[place] ?? ''))));
  }
  const gains = unconditional && given.map((value, place) => value - (unconditional[place] ?? 0));
  if (gains?.every((gain) => !Number.isNaN(gain))) values.acc_mutual_info = isRight(firstLargest(gains));
  return {
    status: 'scored',
    values,
    extracted: choices[chosen] ?? '',
    isDefinite: true,
    details: {
      chosen,
      isCorrect: values.accuracy === 1,
      ...(unconditional && { unconditional: unconditional.map(plain) }),
    },
  };
}

function withRanks(scored: Score, { choices, answer }: Key, given: readonly number[], ranks: RankOptions): Score {
  if (scored.status === 'unscored') return scored;
  return { ...scored, values: { ...scored.values, ...rankValues(rankOf(choices, answer, given), ranks) } };
}

/** The ancestor's rule: the texts of the likeliest option and of the reference are equal, blanks around them aside. */
function hretScore({ choices, answer }: Key, { given }: Likelihoods): Score {
  const chosen = firstLargest(given);
  const extracted = choices[chosen] ?? '';
  const isCorrect = strip(extracted) === strip(choices[answer] ?? '');
  return {
    status: 'scored',
    values: { accuracy: isCorrect ? 1 : 0 },
    extracted,
    isDefinite: true,
    details: { chosen, isCorrect },
  };
}

/** Python's `argmax`: of equal values the first. */
function firstLargest(values: readonly number[]): number {
  return values.reduce((best, value, place) => (value > (values[best] ?? Number.NEGATIVE_INFINITY) ? place : best), 0);
}

/** JSON has no infinities. */
function plain(value: number): number | string {
  return Number.isFinite(value) ? value : String(value);
}
