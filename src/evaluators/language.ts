import type { Evaluator, Score } from '../core/evaluator.js';
import type { Compat } from '../core/plugin.js';
import { textOf } from './answer-text.js';
import { hretStringParse } from './hret-match.js';
import { type LanguageCheck, languageCheck } from './language-check.js';
import { matchOptions } from './match-options.js';
import { rescored } from './rescored.js';

/**
 * The share of answers in a language: `language_penalizer_average`, 1 or 0 an answer. Judged on the raw text; an answer
 * without letters, such as `(A)` or `42`, is unscored.
 *
 * `compat: 'hret'` judges what the ancestor judged, the lower-cased first line of the final answer, and gives 0 where
 * that has no letters; so runs that end in a label report 0.
 */
export function languageEvaluator(lang: string, compat?: Compat): Evaluator {
  const isIn = languageCheck(lang);
  const parse = compat === 'hret' ? hretStringParse(matchOptions.parse({})) : undefined;
  return {
    name: 'language_penalizer',
    reads: 'text',
    metrics: ['language_penalizer_average'],
    score({ answer }) {
      const text = textOf(answer, 'language_penalizer');
      const found = isIn(parse === undefined ? text : parse(text));
      // Scripts are told at once; only languages of one script need a package that has to be loaded.
      return found instanceof Promise ? found.then((known) => verdict(known, compat)) : verdict(found, compat);
    },
  };
}

function verdict(isInLanguage: boolean | undefined, compat: Compat | undefined): Score {
  if (isInLanguage === undefined && compat !== 'hret') {
    return { status: 'unscored', reason: 'the answer has no letters to tell its language by' };
  }
  // What a text says may be cut off; what language it is in shows all the same.
  return { status: 'scored', values: { language_penalizer_average: isInLanguage ? 1 : 0 }, isDefinite: true };
}

/**
 * The evaluator, but an answer whose raw text is in another language gets 0 for every value. Answers without letters, and
 * rankings, are left alone. A summary over the whole run is not gated: it reads texts, not scores.
 */
export function gatedByLanguage(evaluator: Evaluator, lang: string): Evaluator {
  const isIn: LanguageCheck = languageCheck(lang);
  return rescored(evaluator, async (input) => {
    const score = await evaluator.score(input);
    if (score.status !== 'scored' || input.answer.kind !== 'text') return score;
    return (await isIn(input.answer.generation.text)) === false ? refused(score, lang) : score;
  });
}

function refused(score: Extract<Score, { status: 'scored' }>, lang: string): Score {
  const values = Object.fromEntries(Object.keys(score.values).map((metric) => [metric, 0]));
  const reason = `the answer is not in ${lang}`;
  return {
    ...score,
    values,
    explanation: score.explanation === undefined ? reason : `${reason}; ${score.explanation}`,
  };
}
