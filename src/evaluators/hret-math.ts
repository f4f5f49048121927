import type { Score } from '../core/evaluator.js';
import { extractFinalAnswer } from '../prompts/final-answer.js';
import { splitLines, strip } from '../prompts/python-text.js';
import type { Expression } from './math/expression.js';
import { type Reading, readMath } from './math/read.js';
import { isSameAnswer } from './math/same.js';
import { TooMuchWork } from './math/work.js';
import type { MathOptions } from './math-match.js';

/**
 * `math_match` by the ancestor's rule: with `latexOnly`, its default, a reference without LaTeX delimiters reads as nothing
 * and no answer equals it, so that every bare number of HRM8K is wrong. Its two failure rates are always 0: the library it
 * calls reports nothing as a failure.
 */
export function hretMathScore(options: MathOptions, text: string, reference: string): Score {
  const [prediction, right] = [lineOf(text, options), lineOf(reference, options)];
  const [said, key] = [readingsOf(prediction, options), readingsOf(right, options)];
  const isCorrect = key.some((gold) =>
    said.some((one) => one.expressions.some((a) => gold.expressions.some((b) => isSameInTime(a, b)))),
  );
  return {
    status: 'scored',
    values: { accuracy: isCorrect ? 1 : 0, parse_failure_rate: 0, verify_failure_rate: 0 },
    extracted: prediction,
    isDefinite: true,
    details: { isCorrect, extractedReference: right },
  };
}

/** As the ancestor's library has it, which gives up after some seconds and then finds two answers different. */
function isSameInTime(a: Expression, b: Expression): boolean {
  try {
    return isSameAnswer(a, b);
  } catch (error) {
    if (error instanceof TooMuchWork) return false;
    throw error;
  }
}

/** The final answer, then its first line that is not empty. */
function lineOf(text: string, options: MathOptions): string {
  const found = (options.extractFinalAnswer ? extractFinalAnswer(text, 'hret')?.answer : undefined) ?? text;
  return (
    splitLines(found)
      .map(strip)
      .find((line) => line !== '') ?? ''
  );
}

const LATEX =
  /\\boxed\s?\{(?:[^{}]|\{(?:[^{}]|\{[^{}]{0,200}\}){0,200}\}){1,500}\}|\$\$[^$]{1,2000}\$\$|\$[^$\n]{1,2000}\$|\\\([^\n]{1,2000}?\\\)|\\\[[^\n]{1,2000}?\\\]|\\frac\{-?\d{1,100}\}\{\d{1,100}\}/g;
const NUMBER = /(?<![\p{L}\d.,])-?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?(?:\s?\/\s?\d+)?(?:\s?%)?/gu;

function readingsOf(line: string, { latexOnly = true, exprOnly }: MathOptions): Reading[] {
  const latex = latexOnly || !exprOnly ? (line.slice(-4000).match(LATEX) ?? []) : [];
  const plain = latexOnly ? [] : (line.slice(-4000).match(NUMBER) ?? []);
  const last = latex.at(-1) ?? plain.at(-1);
  return last === undefined ? [] : [readMath(last.replace(/^\\\(|\\\)$|^\\\[|\\\]$/g, ''))];
}
