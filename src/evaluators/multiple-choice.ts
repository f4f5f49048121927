import type { Evaluator, ScoreInput } from '../core/evaluator.js';
import type { EvaluatorPlugin } from '../core/plugin.js';
import { type MatchOptions, matchOptions } from './match-options.js';
import { oneSpelling } from './normalise.js';
import { stringMatch } from './string-match.js';

/**
 * `string_match` for choice questions where an answer that names no single option is unscored instead of wrong: a refusal, two
 * options, a label that is none of the question's. Where the options are shown without labels, `②` and `B` are the second of
 * them, which for `string_match` they are not. What it counts is whether the model was right when it gave an answer; how often
 * it gave none is in the counts of the run.
 */
export const plugin: EvaluatorPlugin<MatchOptions> = {
  name: 'multiple_choice',
  summary: 'The answer names the right option; unscored when it names none or more than one.',
  options: matchOptions,
  create: (options) => onlyOneOption(stringMatch({ ...options, mcqa: true }, { countsPlaces: true })),
};

const statements = /^[ㄱ-ㅎ](?:([^ㄱ-ㅎ]*)[ㄱ-ㅎ])*$/;
const combination = /[ㄱ-ㅎ](?:\s{0,3}(?:[·,ㆍ・･‧、/&+]|과|와|및|그리고)\s{0,3}[ㄱ-ㅎ])+/g;

/**
 * Where the options are combinations of statements, `ㄴ·ㄱ` and `ㄱ과 ㄴ` in the answer are written as the options are: in
 * order, with the same sign between them.
 */
function withCombination(input: ScoreInput, choices: readonly string[]): ScoreInput {
  const { answer } = input;
  const texts = choices.map((choice) => oneSpelling(choice).trim());
  const found = texts.map((text) => statements.exec(text));
  if (answer.kind !== 'text' || found.includes(null) || !texts.every(isInOrder)) return input;
  const between = found.flatMap((match) => match?.[1] ?? [])[0] ?? ', ';
  const text = oneSpelling(answer.generation.text).replace(combination, (written) =>
    (written.match(/[ㄱ-ㅎ]/g) ?? []).toSorted().join(between),
  );
  const { sample, signal } = input;
  return { sample, signal, answer: { kind: 'text', generation: { ...answer.generation, text } } };
}

/** Where `ㄴ, ㄱ` is an option besides `ㄱ, ㄴ`, the order is what is asked for. */
function isInOrder(text: string): boolean {
  const letters = text.match(/[ㄱ-ㅎ]/g) ?? [];
  return letters.join('') === letters.toSorted().join('');
}

function onlyOneOption(matching: Evaluator): Evaluator {
  return {
    name: 'multiple_choice',
    reads: 'text',
    metrics: ['accuracy'],
    async score(input) {
      if (input.sample.target.kind !== 'choice') return { status: 'unscored', reason: 'the question has no options' };
      const score = await matching.score(withCombination(input, input.sample.target.choices));
      if (score.status === 'unscored' || score.explanation === undefined) return score;
      const { explanation: reason, extracted = '', details = {} } = score;
      return { status: 'unscored', reason, extracted, details };
    },
  };
}
