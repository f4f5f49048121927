import { z } from 'zod';
import type { EvaluatorPlugin } from '../core/plugin.js';
import { splitWords } from '../prompts/python-text.js';
import { type CorpusMetric, corpusEvaluator } from './text-metrics/corpus-evaluator.js';
import { editsBetween } from './text-metrics/ter.js';

/** Longer texts would take too long to shift phrases in. */
const MOST_WORDS = 1500;

const options = z.strictObject({
  caseSensitive: z.boolean().default(false).describe('upper and lower case differ'),
});

/** Translation edit rate as sacrebleu computes it: edits and shifts per word of the references. Lower is better. */
export const plugin: EvaluatorPlugin<z.output<typeof options>> = {
  name: 'ter',
  summary: 'Translation edit rate, as sacrebleu computes it; lower is better.',
  options,
  create: (options) => corpusEvaluator(terMetric(options)),
};

export function terMetric({ caseSensitive }: z.output<typeof options>): CorpusMetric {
  const words = (text: string) => splitWords(caseSensitive ? text : text.toLowerCase());
  return {
    name: 'ter',
    counts: (answer, references) => edits(words(answer), references.map(words)),
    score: ([least = 0, length = 0]) => (length > 0 ? (100 * least) / length : least > 0 ? 100 : 0),
  };
}

/** The fewest edits to any reference, and the mean length of the references. */
function edits(answer: readonly string[], references: readonly (readonly string[])[]): readonly number[] | string {
  if ([answer, ...references].some((words) => words.length > MOST_WORDS))
    return `a text has more than ${MOST_WORDS} words`;
  const length = references.reduce((sum, words) => sum + words.length, 0) / references.length;
  return [Math.min(...references.map((words) => editsBetween(answer, words))), length];
}
