import { z } from 'zod';
import type { EvaluatorPlugin } from '../core/plugin.js';
import { spokenOf } from './answer-text.js';
import { textsOf } from './text-metrics/corpus-evaluator.js';
import { porterStem } from './text-metrics/porter-stemmer.js';
import { rougeL, rougeLsum, rougeN } from './text-metrics/rouge.js';
import { wordTokenisers } from './text-metrics/tokenise.js';

const options = z.strictObject({
  tokenizer: z
    .enum(['words', 'syllables', 'ascii'])
    .default('words')
    .describe('words of any script; syllables: Hangul and Han one by one; ascii: as rouge-score, which sees no Korean'),
  stem: z
    .boolean()
    .default(false)
    .describe('compare English words by their stems, as rouge-score does with use_stemmer'),
});

/**
 * ROUGE-1, -2, -L and -Lsum as F-scores from 0 to 1, as the package rouge-score computes them; the tokenizer `ascii` is its own, and
 * `stem` its stemmer. Of several references the best one counts for each.
 */
export const plugin: EvaluatorPlugin<z.output<typeof options>> = {
  name: 'rouge',
  summary: 'ROUGE-1, -2, -L and -Lsum from 0 to 1, as rouge-score computes them, for Korean too.',
  options,
  create({ tokenizer, stem }, { compat }) {
    const words = wordTokenisers[compat === 'hret' ? 'ascii' : tokenizer];
    const tokens = (text: string) => (stem ? words(text).map(stemmed) : words(text));
    return {
      name: 'rouge',
      reads: 'text',
      metrics: ['rouge1', 'rouge2', 'rougeL', 'rougeLsum'],
      score({ sample, answer }) {
        const text = spokenOf(answer, 'rouge').normalize('NFC');
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
        return { status: 'scored', values: known(values), ...leftOut(values) };
      },
    };
  },
};

/** Short words stay as they are, and so do those of other scripts. */
function stemmed(word: string): string {
  return word.length > 3 && /^[a-z0-9]+$/.test(word) ? porterStem(word) : word;
}

type Values = Readonly<Record<string, number | undefined>>;

/** What is too long to compare has no value, and the sample says so. */
function leftOut(values: Values): { explanation?: string } {
  const names = Object.keys(values).filter((name) => values[name] === undefined);
  return names.length === 0 ? {} : { explanation: `left out, since the texts are too long: ${names.join(', ')}` };
}

function known(values: Values): Record<string, number> {
  return Object.fromEntries(
    Object.entries(values).filter((entry): entry is [string, number] => entry[1] !== undefined),
  );
}
