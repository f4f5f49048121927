import type { Evaluator, Score } from '../core/evaluator.js';
import type { EvaluatorPlugin } from '../core/plugin.js';
import type { Sample } from '../core/sample.js';
import { answerKeyOf, type ChoiceKey, declaredBy, labelAccepted, type TextKey } from './answer-key.js';
import { spokenOf } from './answer-text.js';
import { placeOf } from './choices/labels.js';
import { OptionReader } from './choices/named-option.js';
import { labelTable, type OptionTable } from './choices/option-table.js';
import { type Comparison, comparison } from './comparison.js';
import { placesOf } from './contained.js';
import { type FoundAnswer, firstLines, foundAnswer } from './found-answer.js';
import { hretEvaluator, hretPartialMatch } from './hret-match.js';
import { withoutMarkdown } from './markdown.js';
import { type MatchOptions, matchOptions } from './match-options.js';
import { timeBound } from './time-bound.js';
import { scored } from './verdict.js';

/** Right when the reference stands in the answer as a whole word or number, and no other option does. */
export const plugin: EvaluatorPlugin<MatchOptions> = {
  name: 'partial_match',
  summary: 'The reference stands in the answer; for choice questions the right option and no other does.',
  options: matchOptions,
  create(options, { compat }) {
    const evaluator =
      compat === 'hret' ? hretEvaluator('partial_match', hretPartialMatch(options)) : partialMatch(options);
    return options.regexesToIgnore.length === 0 ? evaluator : timeBound(evaluator, 'regexesToIgnore');
  },
};

function partialMatch(options: MatchOptions): Evaluator {
  const means = comparison(options);
  return {
    name: 'partial_match',
    reads: 'text',
    metrics: ['accuracy'],
    score({ sample, answer }) {
      const text = spokenOf(answer, 'partial_match');
      const key = answerKeyOf(sample.target, options.mcqa, means.normalise);
      if (key.kind === 'none') return { status: 'unscored', reason: key.reason };
      const found = foundAnswer(text, options.extractFinalAnswer);
      return key.kind === 'choice' ? byChoices(means, sample, found, key) : byText(means, sample, found, key);
    },
  };
}

function byChoices(means: Comparison, sample: Sample, found: FoundAnswer, { choices, answer }: ChoiceKey): Score {
  return byOption(means, sample, found, { table: means.tableOf(choices), answer });
}

function byText(means: Comparison, sample: Sample, found: FoundAnswer, { accepted, normal }: TextKey): Score {
  const label = labelAccepted(accepted);
  if (label !== undefined) {
    return byOption(means, sample, found, { table: labelTable(label, means.tableOf), answer: placeOf(label) });
  }
  const searched = searchedPart(found, accepted);
  const prediction = means.normalise(searched);
  const reference = normal.find((text) => placesOf(text, prediction).length > 0);
  return scored({
    isCorrect: reference !== undefined,
    extracted: searched.trim(),
    prediction,
    reference: reference ?? normal[0] ?? '',
    isDefinite: found.isMarked,
  });
}

interface Question {
  readonly table: OptionTable;
  readonly answer: number;
}

function byOption(
  { normalise, tidy }: Comparison,
  sample: Sample,
  found: FoundAnswer,
  { table, answer }: Question,
): Score {
  const searched = searchedPart(found, table.choices);
  const reader = new OptionReader(sample.input, table, normalise, { declared: declaredBy(sample.target) });
  const places = [...reader.mentioned(tidy(searched))];
  const [place] = places;
  const isOne = place !== undefined && places.length === 1;
  return scored({
    isCorrect: isOne && table.isSame(place, answer),
    extracted: searched.trim(),
    prediction: normalise(searched),
    reference: table.texts[answer] ?? '',
    isDefinite: isOne && (found.isMarked || reader.alone(tidy(searched)) !== undefined),
    explanation: whyNone(places.length),
  });
}

function whyNone(options: number): string | undefined {
  if (options === 1) return undefined;
  return options === 0 ? 'none of the options is in the answer' : `${options} of the options are in the answer`;
}

/** The line of a stated final answer, and all of a text that states none. References of several lines need all lines. */
function searchedPart({ text, isMarked }: FoundAnswer, references: readonly string[]): string {
  const plain = withoutMarkdown(text);
  if (!isMarked || references.some((reference) => reference.trim().includes('\n'))) return plain;
  return firstLines(plain)[0];
}
