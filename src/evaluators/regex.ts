import { z } from 'zod';
import type { Evaluator } from '../core/evaluator.js';
import type { EvaluatorPlugin } from '../core/plugin.js';
import { pythonRegex } from '../util/unicode-regex.js';
import { textOf } from './answer-text.js';
import { normaliser } from './normalise.js';
import { textsOf } from './text-metrics/corpus-evaluator.js';
import { timeBound } from './time-bound.js';

const options = z.strictObject({
  pattern: z
    .string()
    .min(1)
    .default('#### (\\-?[0-9\\.\\,]+)')
    .describe('Python regular expression; its first group that matched, or all it matched, is the answer'),
  groupSelect: z.int().default(0).describe('which of several matches: 0 the first, -1 the last'),
  ignoreCase: z.boolean().default(true).describe('upper and lower case are the same'),
  ignorePunctuation: z.boolean().default(false).describe('delete ASCII punctuation before comparing'),
});

/**
 * Right when what a regular expression finds in the answer is the reference. The expression is used as the filter `regex` of
 * lm-evaluation-harness does: all matches, one of them selected, of several groups the first that is not empty. Where nothing is
 * found the answer is unscored; there it would be compared as `[invalid]`. So is one that the expression takes too long for.
 */
export const plugin: EvaluatorPlugin<z.output<typeof options>> = {
  name: 'regex',
  summary: 'What a regular expression finds in the answer is the reference.',
  options,
  create({ pattern, groupSelect, ignoreCase, ignorePunctuation }) {
    const regex = pythonRegex(pattern, 'g');
    const normalise = normaliser(
      { ignoreCase, ignorePunctuation, ignoreNumbers: false, regexesToIgnore: [] },
      undefined,
    );
    const evaluator: Evaluator = {
      name: 'regex',
      reads: 'text',
      metrics: ['accuracy'],
      score({ sample, answer }) {
        const references = textsOf(sample.target).map(normalise);
        if (references.every((reference) => reference === ''))
          return { status: 'unscored', reason: 'the reference is empty' };
        const text = textOf(answer, 'regex').normalize('NFC');
        const found = [...text.matchAll(regex)].at(groupSelect);
        if (found === undefined) return { status: 'unscored', reason: 'the pattern finds nothing in the answer' };
        const [all, ...groups] = found;
        const extracted = (
          (found.length === 1 ? all : groups.find((group) => group !== undefined && group !== '')) ?? ''
        ).trim();
        const normal = normalise(extracted);
        const isCorrect = normal !== '' && references.includes(normal);
        return {
          status: 'scored',
          values: { accuracy: isCorrect ? 1 : 0 },
          extracted: extracted.slice(0, 2000),
          isDefinite: true,
          details: { isCorrect, normalizedPrediction: normal.slice(0, 2000) },
        };
      },
    };
    return timeBound(evaluator, 'the pattern');
  },
};
