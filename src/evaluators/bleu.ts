import { z } from 'zod';
import type { EvaluatorPlugin } from '../core/plugin.js';
import { bleuCounts, bleuFrom } from './text-metrics/bleu.js';
import { type CorpusMetric, corpusEvaluator } from './text-metrics/corpus-evaluator.js';
import { bleuTokenisers } from './text-metrics/tokenise.js';

const options = z.strictObject({
  tokenizer: z
    .enum(['13a', 'char', 'intl', 'none'])
    .default('13a')
    .describe('how a text is cut into tokens; char for Korean'),
  lowercase: z.boolean().default(false).describe('upper and lower case are the same'),
  maxOrder: z.int().min(1).max(8).default(4).describe('the longest n-grams that count'),
  smoothing: z.enum(['exp', 'floor', 'none']).default('exp').describe('what orders without a match count as'),
});

/** BLEU as sacrebleu computes it, over the whole run; several references are read together. */
export const plugin: EvaluatorPlugin<z.output<typeof options>> = {
  name: 'bleu',
  summary: 'BLEU from 0 to 100, as sacrebleu computes it.',
  options,
  create: (options) => corpusEvaluator(bleuMetric(options)),
};

export function bleuMetric({ tokenizer, lowercase, maxOrder, smoothing }: z.output<typeof options>): CorpusMetric {
  const tokens = (text: string) => bleuTokenisers[tokenizer]((lowercase ? text.toLowerCase() : text).trimEnd());
  return {
    name: 'bleu',
    counts: (answer, references) => bleuCounts(tokens(answer), references.map(tokens), maxOrder),
    score: (counts, isSentence) => bleuFrom(counts, { maxOrder, smoothing }, isSentence),
  };
}
