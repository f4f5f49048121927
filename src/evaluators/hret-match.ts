import type { Evaluator } from '../core/evaluator.js';
import { optionsOf, referenceOf } from '../core/sample.js';
import { extractFinalAnswer } from '../prompts/final-answer.js';
import { splitLines, strip } from '../prompts/python-text.js';
import { textOf } from './answer-text.js';
import type { MatchOptions } from './match-options.js';
import { normaliser } from './normalise.js';

/** `string_match` and `partial_match` as the ancestor computes them, its defects included: `compat: 'hret'`. */

/** What the ancestor compares. */
export interface HretVerdict {
  readonly normalizedPrediction: string;
  readonly normalizedReference: string;
  readonly isCorrect: boolean;
}

/** Compares a prediction with a reference; `options` are there for choice questions. */
export type HretMatch = (prediction: string, reference: string, options?: readonly string[]) => HretVerdict;

/** The ancestor's `parse_prediction`: final answer, markdown marks off, first line that is not empty, normalised. */
export function hretStringParse(options: MatchOptions): (text: string) => string {
  const normalise = normaliser(options, 'hret');
  return (text) => {
    const plain = finalAnswer(text, options).replace(/\*\*|__|~~|`/g, '');
    return normalise(
      splitLines(plain)
        .map(strip)
        .find((line) => line !== '') ?? '',
    );
  };
}

/** The same for `partial_match`, where markdown marks stay. */
function hretPartialParse(options: MatchOptions): (text: string) => string {
  const normalise = normaliser(options, 'hret');
  return (text) => normalise(splitLines(strip(finalAnswer(text, options)))[0] ?? '');
}

function finalAnswer(text: string, options: MatchOptions): string {
  return (options.extractFinalAnswer ? extractFinalAnswer(text, 'hret')?.answer : undefined) ?? text;
}

/** The prediction is parsed twice, the reference once, the options are only normalised. */
export function hretStringMatch(options: MatchOptions): HretMatch {
  return hretMatch(options, hretStringParse(options), (prediction, reference) => prediction === reference);
}

/** An empty reference is in every prediction. */
export function hretPartialMatch(options: MatchOptions): HretMatch {
  return hretMatch(options, hretPartialParse(options), (prediction, reference) => prediction.includes(reference));
}

function hretMatch(
  options: MatchOptions,
  parse: (text: string) => string,
  isMatch: (prediction: string, reference: string) => boolean,
): HretMatch {
  const normalise = normaliser(options, 'hret');
  return (prediction, reference, choices = []) => {
    const normalizedPrediction = parse(parse(prediction));
    const normalizedReference = parse(reference);
    const isOption =
      !options.mcqa || choices.length === 0 || choices.some((choice) => normalise(choice) === normalizedReference);
    return {
      normalizedPrediction,
      normalizedReference,
      isCorrect: isOption && isMatch(normalizedPrediction, normalizedReference),
    };
  };
}

/** An evaluator by the ancestor's rule. Everything is scored, and a text cut off at the token limit counts like any other. */
export function hretEvaluator(name: string, match: HretMatch): Evaluator {
  return {
    name,
    reads: 'text',
    metrics: ['accuracy'],
    score({ sample, answer }) {
      const verdict = match(textOf(answer, name), referenceOf(sample.target), optionsOf(sample.target));
      return {
        status: 'scored',
        values: { accuracy: verdict.isCorrect ? 1 : 0 },
        extracted: verdict.normalizedPrediction,
        isDefinite: true,
        details: { ...verdict },
      };
    },
  };
}
