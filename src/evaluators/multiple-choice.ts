import type { Evaluator, ScoreInput } from '../core/evaluator.js';
import type { EvaluatorPlugin } from '../core/plugin.js';
import { type MatchOptions, matchOptions } from './match-options.js';
import { plugin as stringMatch } from './string-match.js';

/**
 * `string_match` for choice questions where an answer that names no single option is unscored instead of wrong: a refusal, two
 * options, a label the question does not show. What it counts is whether the model was right when it gave an answer; how often
 * it gave none is in the counts of the run.
 */
export const plugin: EvaluatorPlugin<MatchOptions> = {
  name: 'multiple_choice',
  summary: 'The answer names the right option; unscored when it names none or more than one.',
  options: matchOptions,
  async create(options, request) {
    const { compat: _ours, ...rest } = request;
    return onlyOneOption(await stringMatch.create({ ...options, mcqa: true }, rest));
  },
};

const statements = /^[ㄱ-ㅎ](?:([^ㄱ-ㅎ]+)[ㄱ-ㅎ])*$/;
const combination = /[ㄱ-ㅎ](?:\s{0,3}(?:[·,ㆍ・･‧、/&+]|과|와|및|그리고)\s{0,3}[ㄱ-ㅎ])+/g;

/**
 * Where the options are combinations of statements, `ㄴ·ㄱ` and `ㄱ과 ㄴ` in the answer are written as the options are: in
 * order, with the same sign between them.
 */
function withCombination(input: ScoreInput, choices: readonly string[]): ScoreInput {
  const { answer } = input;
  const found = choices.map((choice) => statements.exec(choice.normalize('NFC').trim()));
  if (answer.kind !== 'text' || found.includes(null)) return input;
  const between = found.flatMap((match) => match?.[1] ?? [])[0] ?? ', ';
  const text = answer.generation.text
    .normalize('NFC')
    .replace(combination, (written) => (written.match(/[ㄱ-ㅎ]/g) ?? []).toSorted().join(between));
  const { sample, signal } = input;
  return { sample, signal, answer: { kind: 'text', generation: { ...answer.generation, text } } };
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
