import type { Dataset } from '../core/dataset.js';
import type { JsonObject } from '../core/json.js';
import type { Model } from '../core/model.js';
import type { EvaluateOptions } from '../core/options.js';
import type { Sample, Target } from '../core/sample.js';
import { HretError } from '../errors.js';
import { answerAmong } from '../sources/choice-cells.js';
import { kindOf } from '../sources/row.js';
import { clusterName } from '../util/cluster-name.js';
import { toJson } from '../util/to-json.js';
import { optionsFrom } from './effective-options.js';
import type { EvaluationResult } from './evaluation-result.js';
import { runHandedIn } from './run-function.js';

/** An answer that exists already, and what it is compared with. */
export interface AnsweredRow {
  readonly id?: string;
  readonly input?: string;
  readonly reference: string | readonly string[];
  readonly options?: readonly string[];
  /** Absent: the model gave none, and the sample counts as failed. */
  readonly prediction?: string;
  readonly group?: string;
  /** What it shares with other rows, such as a passage. */
  readonly cluster?: string;
  /** What evaluators read besides, for example `judge_type` and `human_score`; kept with the result. */
  readonly metadata?: Readonly<Record<string, unknown>>;
}

const PREDICTION = Symbol('prediction');
type AnsweredSample = Sample & { readonly [PREDICTION]: string | undefined };

/** See `score` in entry.ts. */
export async function scoreRows(
  rows: Iterable<AnsweredRow> | AsyncIterable<AnsweredRow>,
  options: EvaluateOptions = {},
): Promise<EvaluationResult> {
  const checked = optionsFrom(options, 'score');
  for (const asking of ['model', 'dataset', 'numFewShot', 'trials', 'scalingMethod', 'resume'] as const) {
    if (checked[asking] !== undefined)
      throw new HretError('usage', `score: ${asking} has no meaning here: the answers exist already.`);
  }
  return runHandedIn({
    name: checked.runName ?? 'score',
    options: checked,
    handedIn: { dataset: rowsAsDataset(rows), model: { model: recall } },
  });
}

/** The "model" that says what the row says. */
const recall: Model = {
  id: 'given-answers',
  async generate({ sample }) {
    const text = (sample as AnsweredSample)[PREDICTION];
    if (text === undefined) throw new HretError('model', 'the row has no prediction');
    return { text, finish: 'stop' };
  },
};

function rowsAsDataset(rows: Iterable<AnsweredRow> | AsyncIterable<AnsweredRow>): Dataset {
  const size = Array.isArray(rows) ? rows.length : undefined;
  return {
    name: 'given_answers',
    ...(size !== undefined && { size }),
    ...(isGenerator(rows) && { isReadOnce: true as const }),
    async *samples() {
      let number = 0;
      for await (const row of rows) yield sampleOf(row, ++number);
    },
  };
}

/** A generator can be read once only; a list, or an object that starts anew each time, any number of times. */
function isGenerator(rows: Iterable<AnsweredRow> | AsyncIterable<AnsweredRow>): boolean {
  return 'next' in rows;
}

function sampleOf(row: AnsweredRow, number: number): AnsweredSample {
  const where = `row ${number}`;
  if (row === null || typeof row !== 'object')
    throw new HretError('data', `${where}: expected an object { reference, prediction }.`);
  if (row.prediction !== undefined && typeof row.prediction !== 'string') {
    throw new HretError('data', `${where}: "prediction" must be a text, got ${kindOf(row.prediction)}.`);
  }
  return {
    id: row.id ?? `row-${number}`,
    input: row.input ?? '',
    target: targetOf(row, where),
    ...(row.group !== undefined && { group: row.group }),
    ...sharedBy(row.cluster),
    ...(row.metadata !== undefined && { metadata: metadataOf(row.metadata, where) }),
    [PREDICTION]: row.prediction,
  };
}

function metadataOf(metadata: unknown, where: string): JsonObject {
  const made = toJson(metadata);
  if (made !== null && typeof made === 'object' && !Array.isArray(made)) return made as JsonObject;
  throw new HretError('data', `${where}: "metadata" must be an object, got ${kindOf(metadata)}.`);
}

function sharedBy(shared: string | undefined): Pick<Sample, 'cluster'> {
  const cluster = clusterName(shared);
  return cluster === undefined ? {} : { cluster };
}

function targetOf({ reference, options }: AnsweredRow, where: string): Target {
  const accepted = typeof reference === 'string' ? [reference] : reference;
  if (!Array.isArray(accepted) || accepted.length === 0 || accepted.some((text) => typeof text !== 'string')) {
    throw new HretError('data', `${where}: "reference" must be a text or a list of texts.`);
  }
  if (options === undefined) return { kind: 'text', accepted };
  return {
    kind: 'choice',
    choices: options,
    ...answerAmong(options, { value: reference, column: 'reference', where }),
  };
}
