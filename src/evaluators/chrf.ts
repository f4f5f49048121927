import { z } from 'zod';
import type { EvaluatorPlugin } from '../core/plugin.js';
import { chrfCounts, chrfFrom } from './text-metrics/chrf.js';
import { type CorpusMetric, corpusEvaluator } from './text-metrics/corpus-evaluator.js';

const options = z.strictObject({
  charOrder: z.int().min(1).max(10).default(6).describe('the longest character n-grams that count'),
  wordOrder: z.int().min(0).max(4).default(0).describe('the longest word n-grams that count: 2 is chrF++'),
  beta: z.number().positive().default(2).describe('recall counts so many times as much as precision'),
  lowercase: z.boolean().default(false).describe('upper and lower case are the same'),
});

/** chrF and chrF++ as sacrebleu computes them, over the whole run; of several references the best one counts. */
export const plugin: EvaluatorPlugin<z.output<typeof options>> = {
  name: 'chrf',
  summary: 'chrF or chrF++ from 0 to 100, as sacrebleu computes them.',
  options,
  create: (options) => corpusEvaluator(chrfMetric(options)),
};

export function chrfMetric({ lowercase, ...rule }: z.output<typeof options>): CorpusMetric {
  const cased = (text: string) => (lowercase ? text.toLowerCase() : text);
  return {
    name: 'chrf',
    counts: (answer, references) => chrfCounts(cased(answer), references.map(cased), rule),
    score: (counts) => chrfFrom(counts, rule),
  };
}
