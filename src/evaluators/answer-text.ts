import type { Answer } from '../core/evaluator.js';
import { HretError } from '../errors.js';

/** The raw text of an answer, for evaluators that read texts. */
export function textOf(answer: Answer, evaluator: string): string {
  if (answer.kind === 'text') return answer.generation.text;
  throw new HretError('scoring', `${evaluator} reads texts; this answer is a ranking of the options`);
}
