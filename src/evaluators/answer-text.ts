import type { Answer } from '../core/evaluator.js';
import { HretError } from '../errors.js';
import { withoutThoughts } from '../prompts/answer-part.js';

/** The raw text of an answer, for evaluators that read texts. */
export function textOf(answer: Answer, evaluator: string): string {
  if (answer.kind === 'text') return answer.generation.text;
  throw new HretError('scoring', `${evaluator} reads texts; this answer is a ranking of the options`);
}

/** The same without what the model thought to itself before `</think>`. */
export function spokenOf(answer: Answer, evaluator: string): string {
  return withoutThoughts(textOf(answer, evaluator));
}
