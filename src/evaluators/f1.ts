import { z } from 'zod';
import type { EvaluatorPlugin } from '../core/plugin.js';
import { splitWords } from '../prompts/python-text.js';
import { spokenOf } from './answer-text.js';
import { foundAnswer } from './found-answer.js';
import { normaliser } from './normalise.js';
import { textsOf } from './text-metrics/corpus-evaluator.js';
import { commonCount, tokenCounts } from './text-metrics/ngrams.js';
import { fScore } from './text-metrics/rouge.js';

const options = z.strictObject({
  unit: z.enum(['words', 'characters']).default('words').describe('what is counted; characters as in KorQuAD'),
  ignoreCase: z.boolean().default(true).describe('upper and lower case are the same'),
  ignorePunctuation: z.boolean().default(true).describe('delete ASCII punctuation before comparing'),
  extractFinalAnswer: z.boolean().default(true).describe('compare what follows 정답:, Answer: and the like'),
});

/** How much the words of the answer and of the reference overlap: the F-score of SQuAD, without its English articles; with `characters` that of KorQuAD. */
export const plugin: EvaluatorPlugin<z.output<typeof options>> = {
  name: 'f1',
  summary: 'How much the words (or characters) of answer and reference overlap, from 0 to 1.',
  options,
  create({ unit, extractFinalAnswer, ...overlooked }) {
    const normalise = normaliser({ ...overlooked, ignoreNumbers: false, regexesToIgnore: [] }, undefined);
    const unitsOf = (text: string) => {
      const words = splitWords(normalise(text));
      return unit === 'words' ? words : [...words.join('')];
    };
    return {
      name: 'f1',
      reads: 'text',
      metrics: ['f1'],
      score({ sample, answer }) {
        const references = textsOf(sample.target)
          .map(unitsOf)
          .filter((units) => units.length > 0);
        if (references.length === 0) return { status: 'unscored', reason: 'the reference is empty' };
        const found = foundAnswer(spokenOf(answer, 'f1'), extractFinalAnswer);
        const said = unitsOf(found.text);
        const counts = tokenCounts(said);
        const scores = references.map((right) =>
          fScore(commonCount(counts, tokenCounts(right)), said.length, right.length),
        );
        return {
          status: 'scored',
          values: { f1: Math.max(...scores) },
          extracted: found.text.trim().slice(0, 2000),
          isDefinite: found.isMarked,
        };
      },
    };
  },
};
