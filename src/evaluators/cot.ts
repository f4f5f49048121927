import type { Evaluator, Score } from '../core/evaluator.js';
import type { CotParser } from '../core/options.js';
import { HretError, messageOf } from '../errors.js';
import { splitReasoning } from '../prompts/final-answer.js';
import { rescored } from './rescored.js';

/**
 * Splits at the last occurrence of what follows the first answer marker (`정답:`, `Answer:`, …), as the ancestor does;
 * a text without a marker is all answer.
 *
 * @example
 * defaultCotParser('2에 3을 더한다. 정답: 5') // ['2에 3을 더한다. 정답:', '5']
 */
export function defaultCotParser(text: string): readonly [reasoning: string, answer: string] {
  return splitReasoning(text, 'hret');
}

/**
 * The evaluator, reading the final answer that the parser finds instead of the whole text. The model's text stays as it
 * is; the reasoning is kept as `chainOfThought`. Evaluators that read rankings are left alone.
 */
export function parsedBy(evaluator: Evaluator, parser: CotParser): Evaluator {
  return rescored(evaluator, async (input) => {
    const { sample, answer } = input;
    if (answer.kind !== 'text') return evaluator.score(input);
    const [reasoning, text] = parsed(parser, answer.generation.text);
    const score = await evaluator.score({
      sample,
      answer: { kind: 'text', generation: { ...answer.generation, text } },
      get signal() {
        return input.signal;
      },
    });
    return reasoning === '' ? score : withReasoning(score, reasoning);
  });
}

function withReasoning(score: Score, chainOfThought: string): Score {
  return { ...score, details: { ...score.details, chainOfThought } };
}

function parsed(parser: CotParser, text: string): readonly [reasoning: string, answer: string] {
  const parts = called(parser, text);
  if (typeof parts === 'string') return ['', parts];
  if (Array.isArray(parts) && parts.length === 2) {
    const [reasoning, answer]: unknown[] = parts;
    if (typeof reasoning === 'string' && typeof answer === 'string') return [reasoning, answer];
  }
  throw new HretError(
    'scoring',
    `${nameOf(parser)} must return the final answer, or [reasoning, answer]; both are texts`,
  );
}

function called(parser: CotParser, text: string): unknown {
  try {
    return parser(text);
  } catch (error) {
    throw new HretError('scoring', `${nameOf(parser)} failed: ${messageOf(error)}`, { cause: error });
  }
}

function nameOf(parser: CotParser): string {
  return parser.name === '' ? 'cotParser' : `cotParser "${parser.name}"`;
}
