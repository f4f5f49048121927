import { z } from 'zod';
import type { Evaluator, Score } from '../core/evaluator.js';
import type { EvaluatorPlugin } from '../core/plugin.js';
import type { Target } from '../core/sample.js';
import { spokenOf, textOf } from './answer-text.js';
import { hretMathScore } from './hret-math.js';
import { candidatesIn } from './math/extract.js';
import { type Reading, readMath } from './math/read.js';
import { isSameAnswer } from './math/same.js';
import { LONGEST } from './math/tokens.js';
import { TooMuchWork } from './math/work.js';

const options = z.strictObject({
  latexOnly: z
    .boolean()
    .optional()
    .describe('read only what stands in LaTeX delimiters or a box (default false; true with compat "hret")'),
  exprOnly: z.boolean().default(false).describe('read only numbers and plain expressions, no LaTeX commands'),
  extractFinalAnswer: z.boolean().default(true).describe('compare what follows 정답:, Answer: and the like'),
});
export type MathOptions = z.output<typeof options>;

/**
 * Right when the final answer and the reference are the same mathematics: the same number, expression, set, interval, matrix,
 * equation or inequality, however it is written. The answer is the last `\boxed{}`, what follows a marker, or the last
 * mathematics of the text. Expressions are compared exactly where they are fractions, and at random points otherwise; the
 * rule for decimals (six places) is that of math-verify.
 */
export const plugin: EvaluatorPlugin<MathOptions> = {
  name: 'math_match',
  summary: 'The final answer and the reference are the same mathematics, in LaTeX or plain writing.',
  options,
  create: (given, { compat }) => (compat === 'hret' ? hretMathMatch(given) : mathMatch(given)),
};

function mathMatch({ extractFinalAnswer, latexOnly = false, exprOnly }: MathOptions): Evaluator {
  const isReadable = (text: string) => !(exprOnly && /\\[A-Za-z]/.test(text)) && !(latexOnly && !/[\\$]/.test(text));
  const references = new WeakMap<Target, readonly Reading[]>();
  const referencesOf = (target: Target) => {
    const known = references.get(target) ?? acceptedBy(target).map(readReference);
    references.set(target, known);
    return known;
  };
  return {
    name: 'math_match',
    reads: 'text',
    metrics: ['accuracy'],
    score({ sample, answer }) {
      const accepted = referencesOf(sample.target);
      if (accepted.length === 0) return { status: 'unscored', reason: 'there is no reference to compare with' };
      const { texts, isStated } = candidatesIn(spokenOf(answer, 'math_match'), extractFinalAnswer);
      const readable = isStated ? texts : texts.filter(isReadable);
      return verdict(readable, accepted, isStated);
    },
  };
}

function verdict(texts: readonly string[], accepted: readonly Reading[], isStated: boolean): Score {
  const readings = texts.filter((text) => text !== '').map((text) => ({ text, reading: readMath(text) }));
  const isMath = accepted.some(isMathematics);
  const alike = readings.find(({ reading }) => accepted.some(({ written }) => written === reading.written));
  const read = readings.find(({ reading }) => isMathematics(reading));
  const chosen = alike ?? (isMath ? read : readings[0]);
  if (chosen === undefined) return { status: 'unscored', reason: whyUnread(texts) };
  const isCorrect = alike !== undefined || isOneOf(chosen.reading, accepted);
  if (isCorrect === undefined)
    return {
      status: 'unscored',
      reason: 'comparing the answer with the reference takes too long',
      extracted: chosen.text,
    };
  return {
    status: 'scored',
    values: { accuracy: isCorrect ? 1 : 0 },
    extracted: chosen.text,
    isDefinite: isStated,
    details: { isCorrect, reading: isMathematics(chosen.reading) ? 'mathematics' : 'text' },
  };
}

function whyUnread(texts: readonly string[]): string {
  if (texts.every((text) => text === '')) return 'the answer holds nothing to compare';
  if (texts.some((text) => text.length > LONGEST))
    return `the final answer is longer than ${LONGEST} characters, too long to be read as mathematics`;
  return 'the answer holds no mathematics that can be read';
}

/** `undefined` where it is too much work to tell. */
function isOneOf(answer: Reading, accepted: readonly Reading[]): boolean | undefined {
  try {
    return accepted.some((reference) => isSameReading(answer, reference));
  } catch (error) {
    if (error instanceof TooMuchWork) return undefined;
    throw error;
  }
}

function isMathematics({ expressions }: Reading): boolean {
  return expressions.some(({ kind }) => kind !== 'text');
}

/** Two words are the same when they are written alike: as products of letters `on` would be `no`. */
const WORD = /^[a-z]{2,}$/;

function isSameReading(answer: Reading, reference: Reading): boolean {
  if (WORD.test(answer.written) && WORD.test(reference.written)) return answer.written === reference.written;
  if (answer.unit !== undefined && reference.unit !== undefined && answer.unit !== reference.unit) return false;
  return answer.expressions.some((said) => reference.expressions.some((right) => isSameAnswer(said, right)));
}

/** The reference may be a whole solution: then its final answer is the reference. */
function readReference(text: string): Reading {
  const whole = readMath(text);
  if (whole.expressions.length > 0 && !/\\(?:boxed|fbox)/.test(text)) return whole;
  const { texts, isStated } = candidatesIn(text, true);
  if (!isStated && text.length <= 200 && !/[$]|####/.test(text)) return whole;
  return texts.map(readMath).find(({ expressions }) => expressions.length > 0) ?? whole;
}

function acceptedBy(target: Target): readonly string[] {
  switch (target.kind) {
    case 'text':
      return target.accepted.filter((text) => text.trim() !== '');
    case 'choice':
      return target.choices.slice(target.answer, target.answer + 1).filter((text) => text.trim() !== '');
    case 'rubric':
      return target.reference === undefined || target.reference.trim() === '' ? [] : [target.reference];
    default:
      return target satisfies never;
  }
}

function hretMathMatch(given: MathOptions): Evaluator {
  return {
    name: 'math_match',
    reads: 'text',
    metrics: ['accuracy', 'parse_failure_rate', 'verify_failure_rate'],
    score: ({ sample, answer }) =>
      hretMathScore(given, textOf(answer, 'math_match'), acceptedBy(sample.target)[0] ?? ''),
  };
}
