import type { Evaluator, Score, ScoreInput } from '../core/evaluator.js';
import { OutOfTime, withinTime } from '../util/within-time.js';
import { rescored } from './rescored.js';

/** How long the patterns of a user may take for one answer. */
const MOST_MILLISECONDS = 1000;

/**
 * The evaluator, given up on an answer that what users hand in (`what`: a regular expression, a schema) takes too long for: it is
 * unscored, with the reason. The evaluator must score without waiting.
 */
export function timeBound(evaluator: Evaluator, what: string): Evaluator {
  return rescored(evaluator, (input) => boundScore(evaluator, input, what));
}

function boundScore(evaluator: Evaluator, input: ScoreInput, what: string): Score | Promise<Score> {
  try {
    return withinTime(MOST_MILLISECONDS, () => evaluator.score(input));
  } catch (error) {
    if (!(error instanceof OutOfTime)) throw error;
    return { status: 'unscored', reason: `${what} took ${error.message} on this answer` };
  }
}
