import { messageOf } from '../errors.js';
import type { Answer, Evaluator, Score } from './evaluator.js';
import type { Json, JsonObject } from './json.js';
import type { JournalRow } from './run-store.js';
import { optionsOf, referenceOf } from './sample.js';
import type { SampleStatus } from './sample-result.js';
import { FailedAfterAnswers } from './spent.js';
import type { Took } from './took-together.js';
import type { WorkItem } from './work-items.js';

/** What has come of a sample so far. */
export interface Finding {
  answer: Answer | undefined;
  /** Milliseconds the answer took, or the failure. */
  latencyMs: number;
}

/** What a row has to know of the run it belongs to. */
export interface RowSetting {
  readonly evaluators: readonly Evaluator[];
  /** For each evaluator, the name its metrics get in the results. */
  readonly metricNames: readonly ((metric: string) => string)[];
  readonly trials: number;
}

/**
 * A row while it is written. Rows are filled in field by field and never spread together: a spread with something
 * optional in it gives every row a shape of its own, which made these few lines a quarter of the loop.
 */
type Draft = { -readonly [Field in keyof JournalRow]: JournalRow[Field] };

export function scoredRow(
  setting: RowSetting,
  item: WorkItem,
  { answer, latencyMs }: Finding,
  scores: readonly Score[],
): JournalRow {
  const [first] = scores;
  const isCut = answer?.kind === 'text' && answer.generation.finish === 'length';
  const status = statusOf(first, isCut);
  const row = begun(setting, item, status);
  row.latencyMs = latencyMs;
  addAnswer(row, item, answer);
  for (const [place, score] of scores.entries()) {
    if (status !== 'truncated' || isDefinite(score)) addValues(row.scores, setting.metricNames[place], score);
    if (place === 0) addDetails(row.evaluation, score);
    else row.evaluation[setting.evaluators[place]?.name ?? String(place)] = othersDetails(score);
  }
  if (status === 'truncated')
    row.reason = 'the answer was cut off at the token limit before it stated a final answer; raise maxTokens';
  else if (first?.status === 'unscored') row.reason = first.reason;
  return row;
}

/** A sample that has an answer failed in scoring; one that has none failed in asking. */
export function failedRow(
  setting: RowSetting,
  item: WorkItem,
  { answer, latencyMs }: Finding,
  error: unknown,
): JournalRow {
  const row = begun(setting, item, 'failed');
  row.stage = answer === undefined ? 'ask' : 'score';
  row.latencyMs = latencyMs;
  addAnswer(row, item, answer);
  if (error instanceof FailedAfterAnswers) addTook(row, error.took);
  row.error = messageOf(error);
  return row;
}

/** An answer cut off at the token limit counts only when it is complete all the same: it stated its final answer, right or wrong. */
function statusOf(score: Score | undefined, isCut: boolean): SampleStatus {
  if (isCut && !(score !== undefined && isDefinite(score))) return 'truncated';
  return score?.status === 'scored' ? 'scored' : 'unscored';
}

function isDefinite(score: Score): boolean {
  return score.status === 'scored' && score.isDefinite === true;
}

type Begun = Draft & { readonly scores: Record<string, number>; readonly evaluation: Record<string, Json> };

function begun({ trials }: RowSetting, { key, index, trial, sample, prompt }: WorkItem, status: SampleStatus): Begun {
  const row: Begun = {
    key,
    index,
    status,
    scores: {},
    latencyMs: 0,
    id: sample.id,
    input: prompt.text,
    reference: referenceOf(sample.target),
    evaluation: {},
    metadata: sample.metadata ?? {},
  };
  if (trials > 1) row.trial = trial;
  if (sample.group !== undefined) row.group = sample.group;
  if (sample.cluster !== undefined) row.cluster = sample.cluster;
  const options = optionsOf(sample.target);
  if (options !== undefined) row.options = options;
  return row;
}

/** The model's text and what it took; what the model said about its answer joins the sample's own metadata. */
function addAnswer(row: Draft, { sample }: WorkItem, answer: Answer | undefined): void {
  if (answer === undefined) return;
  if (answer.kind === 'ranking') {
    row.metadata = { ...sample.metadata, logLikelihoods: answer.logLikelihoods };
    return;
  }
  const { text, finish, candidates, metadata } = answer.generation;
  row.prediction = text;
  if (finish !== 'stop') row.finish = finish;
  addTook(row, answer.generation);
  if (candidates !== undefined) row.candidates = candidates;
  if (metadata !== undefined) row.metadata = { ...sample.metadata, model: metadata };
}

function addTook(row: Draft, { attempts, usage, costUsd, warnings }: Took): void {
  if (attempts !== undefined && attempts > 1) row.attempts = attempts;
  if (usage !== undefined) row.usage = usage;
  if (costUsd !== undefined) row.costUsd = costUsd;
  if (warnings !== undefined && warnings.length > 0) row.warnings = warnings;
}

function addValues(
  values: Record<string, number>,
  nameOf: ((metric: string) => string) | undefined,
  score: Score,
): void {
  if (score.status !== 'scored') return;
  for (const metric in score.values) values[nameOf?.(metric) ?? metric] = score.values[metric] ?? Number.NaN;
}

/** Details of the first evaluator stand at the top, those of the others under their names with their status. */
function othersDetails(score: Score): JsonObject {
  const details: Record<string, Json> = { status: score.status };
  addDetails(details, score);
  return details;
}

function addDetails(details: Record<string, Json>, score: Score): void {
  if (score.extracted !== undefined) details.extracted = score.extracted;
  for (const name in score.details) details[name] = score.details[name] ?? null;
  if (score.status === 'unscored') details.reason = score.reason;
  else if (score.explanation !== undefined) details.explanation = score.explanation;
}
