import type { Evaluator, Score } from '../core/evaluator.js';
import type { EvaluatorPlugin } from '../core/plugin.js';
import type { Sample } from '../core/sample.js';
import { answerKeyOf, type ChoiceKey, declaredBy, labelAccepted, type TextKey } from './answer-key.js';
import { spokenOf } from './answer-text.js';
import { closingLetter } from './choices/closing-letter.js';
import { isOfKind, type Label } from './choices/labels.js';
import { type Named, OptionReader } from './choices/named-option.js';
import { labelTable } from './choices/option-table.js';
import { readAnswer } from './choices/read-answer.js';
import { sayings } from './choices/said.js';
import { type Comparison, comparison } from './comparison.js';
import { firstLines, foundAnswer } from './found-answer.js';
import { hretEvaluator, hretStringMatch } from './hret-match.js';
import { withoutMarkdown } from './markdown.js';
import { type MatchOptions, matchOptions } from './match-options.js';
import { timeBound } from './time-bound.js';
import { scored } from './verdict.js';

/** Right when the final answer is the reference, or names the right option of a choice question and no other. */
export const plugin: EvaluatorPlugin<MatchOptions> = {
  name: 'string_match',
  summary: 'The final answer equals the reference, or names the right option by its label or its text.',
  options: matchOptions,
  create(options, { compat }) {
    if (compat !== 'hret') return stringMatch(options);
    const evaluator = hretEvaluator('string_match', hretStringMatch(options));
    return options.regexesToIgnore.length === 0 ? evaluator : timeBound(evaluator, 'regexesToIgnore');
  },
};

/** `countsPlaces`: of options that the question shows without labels, `②` or `B` is the second. */
export function stringMatch(options: MatchOptions, { countsPlaces = false } = {}): Evaluator {
  const means = { ...comparison(options), countsPlaces };
  const evaluator: Evaluator = {
    name: 'string_match',
    reads: 'text',
    metrics: ['accuracy'],
    score({ sample, answer }) {
      const text = spokenOf(answer, 'string_match');
      const key = answerKeyOf(sample.target, options.mcqa, means.normalise);
      if (key.kind === 'none') return { status: 'unscored', reason: key.reason };
      return key.kind === 'choice' ? byOption(means, sample, text, key) : byText(means, sample, text, key);
    },
  };
  return options.regexesToIgnore.length === 0 ? evaluator : timeBound(evaluator, 'regexesToIgnore');
}

type Means = Comparison & { readonly countsPlaces: boolean };

/** A longer text is not compared as a whole before its final answer has been looked for. */
const SHORT = 200;

function byOption(means: Means, sample: Sample, text: string, { choices, answer }: ChoiceKey): Score {
  const { options, normalise, isDeleting, tableOf } = means;
  const table = tableOf(choices);
  const reference = table.texts[answer] ?? '';
  const verdictOn = (place: number, said: string, normal: string) =>
    scored({
      isCorrect: table.isSame(place, answer),
      extracted: said.trim(),
      prediction: normal,
      reference,
      isDefinite: true,
      chosen: place,
    });

  const closing = isDeleting || !options.extractFinalAnswer ? undefined : closingLetter(text, sample.input, table);
  if (closing !== undefined) return verdictOn(closing.place, closing.said, normalise(closing.said));
  const whole = text.length > SHORT ? '' : normalise(text);
  const place = placeIn(table.texts, whole);
  if (place >= 0) return verdictOn(place, text, whole);
  const found = foundAnswer(text, options.extractFinalAnswer);
  const stated = found.isMarked ? normalise(found.text) : '';
  const statedPlace = placeIn(table.texts, stated);
  if (statedPlace >= 0) return verdictOn(statedPlace, found.text, stated);

  const { countsPlaces } = means;
  const rules = { declared: declaredBy(sample.target), countsPlaces };
  const reader = new OptionReader(sample.input, table, normalise, rules);
  const { named, line, isDefinite } = readAnswer(means, reader, text, found);
  return scored({
    isCorrect: typeof named === 'number' && table.isSame(named, answer),
    extracted: line,
    prediction: normalise(line),
    reference,
    isDefinite,
    explanation: whyNone(named),
    ...(typeof named === 'number' && { chosen: named }),
  });
}

function placeIn(texts: readonly string[], normal: string): number {
  return normal === '' ? -1 : texts.indexOf(normal);
}

function whyNone(named: Named): string | undefined {
  if (named === 'several') return 'the answer names more than one option';
  return named === undefined ? 'the answer names none of the options' : undefined;
}

function byText(means: Comparison, sample: Sample, text: string, { accepted, normal }: TextKey): Score {
  const { options, normalise, tidy } = means;
  const label = labelAccepted(accepted);
  const reference = normal[0] ?? '';
  const whole = text.length > SHORT ? '' : normalise(text);
  if (normal.includes(whole)) {
    return scored({
      isCorrect: true,
      extracted: text.trim(),
      prediction: whole,
      reference,
      isDefinite: isOfKind(whole, label),
    });
  }
  const found = foundAnswer(text, options.extractFinalAnswer);
  const plain = withoutMarkdown(found.text);
  const [line, nextLine] = firstLines(plain);
  const isAllLines = nextLine !== '' && normal.includes(normalise(plain));
  return scored({
    isCorrect:
      isAllLines ||
      isSaid(means, line, normal) ||
      isSaid(means, withoutMarkdown(found.sentence), normal) ||
      isLabelled(means, sample, line, label),
    extracted: isAllLines ? plain.trim() : line,
    prediction: normalise(isAllLines ? plain : line),
    reference,
    isDefinite: found.isMarked || (nextLine === '' && isOfKind(tidy(line), label)),
  });
}

/** Whether a line says one of the accepted texts, perhaps as a sentence: `서울입니다.` */
function isSaid({ tidy, normalise }: Comparison, line: string, normal: readonly string[]): boolean {
  for (const saying of sayings(tidy(line))) if (normal.includes(normalise(saying))) return true;
  return false;
}

/** For references that are labels: `(B)` is `B`, and so is `B. 서울` where the question shows it. */
function isLabelled(
  { tidy, normalise, tableOf }: Comparison,
  sample: Sample,
  line: string,
  label: Label | undefined,
): boolean {
  if (label === undefined) return false;
  const table = labelTable(label, tableOf);
  const named = new OptionReader(sample.input, table, normalise, { declared: declaredBy(sample.target) }).named(
    tidy(line),
  );
  return typeof named === 'number' && table.labels?.[named] === label;
}
