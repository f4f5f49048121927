import { z } from 'zod';
import type { Evaluator } from '../core/evaluator.js';
import type { EvaluatorPlugin } from '../core/plugin.js';
import { referenceOf } from '../core/sample.js';
import type { Scorer } from '../core/scorer.js';
import { HretError, messageOf } from '../errors.js';
import { toJson } from '../util/to-json.js';
import { textOf } from './answer-text.js';

/** Letters and digits of any script. */
const metricName = /^[\p{L}\p{M}\p{N}_@^./-]+$/u;

const options = z.strictObject({
  /** A function; it can only be given in a program. */
  scorer: z.custom<Scorer>(
    (value) => typeof value === 'function',
    'expected a function ({ input, output, expected }) => { score }',
  ),
  metric: z.string().regex(metricName).optional().describe("the metric's name; absent: the name of the function"),
});

/** A scorer of autoevals, or any function that gives `{ name, score }` for one answer, as it is. A score of null is unscored. */
export const plugin: EvaluatorPlugin<z.output<typeof options>> = {
  name: 'scorer',
  summary: 'A scorer of autoevals or a function of your own for one answer (scorer).',
  options,
  create: ({ scorer, metric }) => ({ ...scorerEvaluator(scorer, metric), name: 'scorer' }),
};

/** The function as an evaluator that has its name. */
export function scorerEvaluator(scorer: Scorer, metric?: string): Evaluator {
  const name = metric ?? (metricName.test(scorer.name) ? scorer.name : 'score');
  return {
    name,
    reads: 'text',
    metrics: [name],
    async score({ sample, answer }) {
      const said = await scorer({
        input: sample.input,
        output: textOf(answer, name),
        expected: referenceOf(sample.target),
      });
      if (Array.isArray(said))
        throw new HretError('scoring', `${name} gave a list; give one score, or name several scorers`);
      const given = typeof said === 'object' && said !== null ? said : { score: said ?? null };
      if (given.error !== undefined && given.error !== null)
        throw new HretError('scoring', `${name} failed: ${messageOf(given.error)}`, { cause: given.error });
      const details = given.metadata === undefined ? {} : { metadata: toJson(given.metadata) };
      if (given.score === null || given.score === undefined)
        return { status: 'unscored', reason: `${name} gave no score`, details };
      if (typeof given.score !== 'number' || !Number.isFinite(given.score))
        throw new HretError('scoring', `${name} gave a score that is no number; give null where there is none`);
      return { status: 'scored', values: { [name]: given.score }, details };
    },
  };
}
