import { z } from 'zod';
import type { Evaluator } from '../core/evaluator.js';
import type { EvaluatorPlugin } from '../core/plugin.js';
import { pythonRegex } from '../util/unicode-regex.js';
import { textOf } from './answer-text.js';
import { textsOf } from './text-metrics/corpus-evaluator.js';
import { timeBound } from './time-bound.js';

const options = z.strictObject({
  ignoreCase: z.boolean().default(false).describe('upper and lower case are the same'),
  ignorePunctuation: z.boolean().default(false).describe('delete ASCII punctuation before comparing'),
  ignoreNumbers: z.boolean().default(false).describe('delete ASCII digits before comparing'),
  regexesToIgnore: z
    .array(z.string())
    .default([])
    .describe('Python regular expressions whose matches are deleted first'),
  trim: z.boolean().default(true).describe('blanks around the texts do not count; lm-evaluation-harness counts them'),
});

/**
 * Right when the whole answer is one of the references to the letter. Without `trim` the rule is that of `exact_match` in
 * lm-evaluation-harness (`exact_match_hf_evaluate`): delete what the regexes match, lower-case, delete punctuation, delete digits.
 * A reference of which that leaves nothing is none: there it would equal every answer of which nothing is left.
 */
export const plugin: EvaluatorPlugin<z.output<typeof options>> = {
  name: 'exact_match',
  summary: 'The whole answer is one of the references, to the letter.',
  options,
  create({ ignoreCase, ignorePunctuation, ignoreNumbers, regexesToIgnore, trim }) {
    const regexes = regexesToIgnore.map((pattern) => pythonRegex(pattern, 'g'));
    const plain = (text: string) => {
      let rest = regexes.reduce((left, regex) => left.replace(regex, ''), text.normalize('NFC'));
      if (ignoreCase) rest = rest.toLowerCase();
      if (ignorePunctuation) rest = rest.replace(/[!-/:-@[-`{-~]/g, '');
      if (ignoreNumbers) rest = rest.replace(/[0-9]/g, '');
      return trim ? rest.trim() : rest;
    };
    const evaluator: Evaluator = {
      name: 'exact_match',
      reads: 'text',
      metrics: ['exact_match'],
      score({ sample, answer }) {
        const given = textsOf(sample.target);
        if (given.length === 0) return { status: 'unscored', reason: 'the reference is empty' };
        const references = given.map(plain).filter((reference) => reference !== '');
        if (references.length === 0)
          return {
            status: 'unscored',
            reason: 'nothing of the reference is left to compare: the options ignore all of it',
          };
        const normalizedPrediction = plain(textOf(answer, 'exact_match'));
        const isCorrect = references.includes(normalizedPrediction);
        const details = {
          isCorrect,
          normalizedPrediction: normalizedPrediction.slice(0, 2000),
          normalizedReference: (references[0] ?? '').slice(0, 2000),
        };
        return { status: 'scored', values: { exact_match: isCorrect ? 1 : 0 }, details };
      },
    };
    return regexes.length === 0 ? evaluator : timeBound(evaluator, 'regexesToIgnore');
  },
};
