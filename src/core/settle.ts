import { HretError, messageOf } from '../errors.js';
import type { Attempt, Deadlines } from './deadlines.js';
import type { Answer, Ask, Evaluator, Score } from './evaluator.js';
import type { Json, JsonObject } from './json.js';
import type { JournalRow } from './run-store.js';
import { optionsOf, referenceOf } from './sample.js';
import type { SampleResult, SampleStatus } from './sample-result.js';
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
  const { ask, evaluators, deadlines } = settling;
  const began = performance.now();
  let answer = kept;
  let latencyMs = 0;
  try {
    const scores = await deadlines.run(async (attempt) => {
      if (answer === undefined) {
        answer = await ask(requestFor(item, attempt));
        latencyMs = performance.now() - began;
      }
      const given = answer;
      if (evaluators.length === 1 && evaluators[0] !== undefined)
        return [await scoreOf(evaluators[0], item, given, attempt)];
      return Promise.all(evaluators.map((evaluator) => scoreOf(evaluator, item, given, attempt)));
    });
    return { row: scoredRow(settling, item, answer, scores, latencyMs) };
  } catch (error) {
    if (error instanceof HretError && error.code === 'interrupted') return { row: undefined };
    const row = failedRow(settling, item, answer, error, performance.now() - began);
    return error instanceof HretError && error.stopsRun ? { row, stops: error } : { row };
  }
}

function requestFor(item: WorkItem, attempt: Attempt): Parameters<Ask>[0] {
  return {
    prompt: item.prompt,
    sample: item.sample,
    draw: item.trial,
    get signal() {
      return attempt.signal;
    },
  };
}

async function scoreOf(evaluator: Evaluator, item: WorkItem, answer: Answer, attempt: Attempt): Promise<Score> {
  if (answer.kind === 'text' && answer.generation.finish === 'filter') {
    return { status: 'unscored', reason: 'the service withheld the answer (content filter)' };
  }
  const input = {
    sample: item.sample,
    answer,
    get signal() {
      return attempt.signal;
    },
  };
  const score = await evaluator.score(input);
  if (score.status === 'scored') requireNumbers(evaluator.name, score.values);
  return score;
}

function requireNumbers(evaluator: string, values: Readonly<Record<string, number>>): void {
  for (const [metric, value] of Object.entries(values)) {
    if (!Number.isFinite(value)) {
      throw new HretError(
        'scoring',
        `${evaluator} gave ${String(value)} for ${metric}; it must give a finite number or "unscored" with a reason`,
      );
    }
  }
}

function scoredRow(
  settling: Settling,
  item: WorkItem,
  answer: Answer | undefined,
  scores: readonly Score[],
  latencyMs: number,
): JournalRow {
  const [first] = scores;
  const isCut = answer?.kind === 'text' && answer.generation.finish === 'length';
  const status = statusOf(first, isCut);
  const counted = status === 'truncated' ? scores.map(onlyIfDefinite) : scores;
  return {
    ...rowStart(settling, item, status),
    scores: valuesOf(settling, counted),
    latencyMs,
    ...answerParts(answer),
    metadata: metadataOf(item, answer),
    evaluation: evaluationOf(settling.evaluators, scores),
    ...reasonOf(first, status),
  };
}

/** An answer cut off at the token limit counts only when it is complete all the same: it stated its final answer, right or wrong. */
function statusOf(score: Score | undefined, isCut: boolean): SampleStatus {
  if (isCut && !(score?.status === 'scored' && score.isDefinite)) return 'truncated';
  return score?.status === 'scored' ? 'scored' : 'unscored';
}

function onlyIfDefinite(score: Score): Score {
  if (score.status === 'scored' && score.isDefinite) return score;
  return { status: 'unscored', reason: 'cut off at the token limit' };
}

function reasonOf(score: Score | undefined, status: SampleStatus): Pick<SampleResult, 'reason'> {
  if (status === 'truncated')
    return { reason: 'the answer was cut off at the token limit before it stated a final answer; raise maxTokens' };
  return score?.status === 'unscored' ? { reason: score.reason } : {};
}

function failedRow(
  settling: Settling,
  item: WorkItem,
  answer: Answer | undefined,
  error: unknown,
  latencyMs: number,
): JournalRow {
  return {
    ...rowStart(settling, item, 'failed'),
    stage: answer === undefined ? 'ask' : 'score',
    scores: {},
    latencyMs,
    ...answerParts(answer),
    metadata: metadataOf(item, answer),
    evaluation: {},
    error: messageOf(error),
  };
}

function rowStart(
  { trials }: Settling,
  item: WorkItem,
  status: SampleStatus,
): Omit<SampleResult, 'scores' | 'evaluation' | 'latencyMs' | 'metadata'> & { key: string } {
  const { sample } = item;
  const options = optionsOf(sample.target);
  return {
    key: item.key,
    index: item.index,
    ...(trials > 1 && { trial: item.trial }),
    status,
    ...(sample.group !== undefined && { group: sample.group }),
    id: sample.id,
    input: item.prompt.text,
    reference: referenceOf(sample.target),
    ...(options !== undefined && { options }),
  };
}

/** The sample's own metadata, and what the model said about its answer. */
function metadataOf({ sample }: WorkItem, answer: Answer | undefined): JsonObject {
  const own = sample.metadata ?? {};
  if (answer?.kind === 'ranking') return { ...own, logLikelihoods: answer.logLikelihoods };
  const said = answer?.generation.metadata;
  return said === undefined ? own : { ...own, model: said };
}

function answerParts(answer: Answer | undefined): Partial<SampleResult> {
  if (answer === undefined) return {};
  if (answer.kind === 'ranking') return {};
  const { text, finish, attempts, usage, costUsd, candidates, warnings } = answer.generation;
  return {
    prediction: text,
    ...(finish !== 'stop' && { finish }),
    ...(attempts !== undefined && attempts > 1 && { attempts }),
    ...(usage !== undefined && { usage }),
    ...(costUsd !== undefined && { costUsd }),
    ...(candidates !== undefined && { candidates }),
    ...(warnings !== undefined && warnings.length > 0 && { warnings }),
  };
}

function valuesOf({ metricNames }: Settling, scores: readonly Score[]): Record<string, number> {
  const values: Record<string, number> = {};
  for (const [place, score] of scores.entries()) {
    if (score.status !== 'scored') continue;
    for (const metric in score.values)
      values[metricNames[place]?.(metric) ?? metric] = score.values[metric] ?? Number.NaN;
  }
  return values;
}

/** Details of the first evaluator at the top, those of the others under their names. */
function evaluationOf(evaluators: readonly Evaluator[], scores: readonly Score[]): JsonObject {
  const evaluation: Record<string, Json> = {};
  for (const [place, score] of scores.entries()) {
    const details = detailsOf(score);
    if (place === 0) Object.assign(evaluation, details);
    else evaluation[evaluators[place]?.name ?? String(place)] = { status: score.status, ...details };
  }
  return evaluation;
}

function detailsOf(score: Score): JsonObject {
  return {
    ...(score.extracted !== undefined && { extracted: score.extracted }),
    ...score.details,
    ...(score.status === 'scored' && score.explanation !== undefined && { explanation: score.explanation }),
    ...(score.status === 'unscored' && { reason: score.reason }),
  };
}
