import { z } from 'zod';
import type { EvaluatorPlugin } from '../core/plugin.js';
import { textOf } from './answer-text.js';
import { textsOf } from './text-metrics/corpus-evaluator.js';
import { rougeL, rougeLsum, rougeN } from './text-metrics/rouge.js';
import { wordTokenisers } from './text-metrics/tokenise.js';

const options = z.strictObject({
  tokenizer: z
    .enum(['words', 'syllables', 'ascii'])
    .default('words')
    .describe('words of any script; syllables: Hangul and Han one by one; ascii: as rouge-score, which sees no Korean'),
});

/**
 * ROUGE-1, -2, -L and -Lsum as F-scores from 0 to 1, as the package rouge-score computes them (without a stemmer); the tokenizer `ascii`
 * is its own. Of several references the best one counts for each.
 */
export const plugin: EvaluatorPlugin<z.output<typeof options>> = {
  name: 'rouge',
  summary: 'ROUGE-1, -2, -L and -Lsum from 0 to 1, as rouge-score computes them, for Korean too.',
  options,
  create({ tokenizer }, { compat }) {
    const tokens = wordTokenisers[compat === 'hret' ? 'ascii' : tokenizer];
    return {
      name: 'rouge',
      reads: 'text',
      metrics: ['rouge1', 'rouge2', 'rougeL', 'rougeLsum'],
      score({ sample, answer }) {
        const text = textOf(answer, 'rouge').normalize('NFC');
        const references = textsOf(sample.target).filter((reference) => tokens(reference).length > 0);
        if (references.length === 0)
          return { status: 'unscored', reason: `the reference has no ${tokenizer} to compare` };
        const said = tokens(text);
        const best = (measure: (reference: string) => number | undefined) => {
          const values = references.map(measure);
          return values.includes(undefined) ? undefined : Math.max(...(values as number[]));
        };
        const values = {
          rouge1: best((reference) => rougeN(said, tokens(reference), 1)),
          rouge2: best((reference) => rougeN(said, tokens(reference), 2)),
          rougeL: best((reference) => rougeL(said, tokens(reference))),
          rougeLsum: best((reference) => rougeLsum(text, reference, tokens)),
        };
        return { status: 'scored', values: known(values) };
      },
    };
  },
};

/** What is too long to compare is left out. */
function known(values: Readonly<Record<string, number | undefined>>): Record<string, number> {
  return Object.fromEntries(
    Object.entries(values).filter((entry): entry is [string, number] => entry[1] !== undefined),
  );
}
