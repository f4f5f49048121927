import { HretError } from '../errors.js';
import { Input, Request } from './asked.js';
import type { Attempt, Deadlines } from './deadlines.js';
import type { Answer, Ask, Evaluator, Score, ScoreInput } from './evaluator.js';
import { type Finding, failedRow, scoredRow } from './row.js';
import type { JournalRow } from './run-store.js';
import { showValue } from './show-value.js';
import type { WorkItem } from './work-items.js';

/** What is needed to turn a work item into a row. */
export interface Settling {
  readonly ask: Ask;
  readonly evaluators: readonly Evaluator[];
  /** For each evaluator, the name its metrics get in the results. */
  readonly metricNames: readonly ((metric: string) => string)[];
  readonly deadlines: Deadlines;
  readonly trials: number;
}

/** Settled, or stopped before there was a finding. `stops` is an error after which no other sample can succeed. */
export type Settled = { readonly row: JournalRow; readonly stops?: HretError } | { readonly row: undefined };

/**
 * Asks, scores, and describes the outcome. Never throws: a failure is a result. A sample that was only cut short because
 * the run was stopped is not a finding; it is simply not done yet.
 */
export async function settle(settling: Settling, item: WorkItem, kept: Answer | undefined): Promise<Settled> {
  const began = performance.now();
  const finding: Finding = { answer: kept, latencyMs: 0 };
  try {
    const scores = await settling.deadlines.run((attempt) => askAndScore(settling, item, attempt, finding));
    return { row: scoredRow(settling, item, finding, scores) };
  } catch (error) {
    if (error instanceof HretError && error.code === 'interrupted') return { row: undefined };
    finding.latencyMs = performance.now() - began;
    const row = failedRow(settling, item, finding, error);
    return error instanceof HretError && error.stopsRun ? { row, stops: error } : { row };
  }
}

/** Leaves the answer in `finding` as soon as there is one: when scoring fails it is kept, and nobody is asked again. */
async function askAndScore(
  { ask, evaluators }: Settling,
  item: WorkItem,
  attempt: Attempt,
  finding: Finding,
): Promise<readonly Score[]> {
  let { answer } = finding;
  if (answer === undefined) {
    answer = await ask(new Request(item, attempt));
    finding.answer = answer;
    finding.latencyMs = performance.now() - attempt.beganAt;
  }
  if (answer.kind === 'text' && answer.generation.finish === 'filter') {
    return evaluators.map(() => ({
      status: 'unscored',
      reason: 'the service withheld the answer (content filter)',
    }));
  }
  const input = new Input(item, answer, attempt);
  const scores = evaluators.map((evaluator) => scoreBy(evaluator, input));
  return areReady(scores) ? scores : Promise.all(scores);
}

/** Most evaluators answer at once, and are not waited for. What one throws becomes a rejection, so that none goes unheard beside it. */
function scoreBy(evaluator: Evaluator, input: ScoreInput): Score | Promise<Score> {
  try {
    const score = evaluator.score(input);
    return isPromise(score) ? score.then((given) => checked(evaluator, given)) : checked(evaluator, score);
  } catch (error) {
    return Promise.reject(error);
  }
}

function areReady(scores: readonly (Score | Promise<Score>)[]): scores is readonly Score[] {
  return !scores.some(isPromise);
}

function isPromise(score: Score | Promise<Score>): score is Promise<Score> {
  return typeof score === 'object' && score !== null && 'then' in score;
}

/** What an evaluator gives may come from a user's own code. */
function checked(evaluator: Evaluator, score: Score): Score {
  if (score?.status === 'unscored' && typeof score.reason === 'string' && score.reason !== '') return score;
  if (score?.status !== 'scored' || typeof score.values !== 'object' || score.values === null) {
    throw new HretError(
      'scoring',
      `${evaluator.name} gave ${showValue(score)}; expected { status: "scored", values: { … } } or { status: "unscored", reason: "…" }`,
    );
  }
  for (const metric in score.values) {
    const value = score.values[metric];
    if (Number.isFinite(value)) continue;
    throw new HretError(
      'scoring',
      `${evaluator.name} gave ${typeof value === 'number' ? value : showValue(value)} for ${metric}; it must give a finite number or "unscored" with a reason`,
    );
  }
  return score;
}
