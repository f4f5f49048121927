import { HretError } from '../errors.js';
import type { Score } from './evaluator.js';
import type { JsonObject } from './json.js';
import type { Sample, Target } from './sample.js';

/** A row of the data, columns by name. */
export type DefinedRow = Readonly<Record<string, unknown>>;

/** What a hook says of an answer: right or wrong, a value, a whole score, or nothing when it cannot tell. */
export type Verdict = boolean | number | Score | null;

/** A dataset as a module: where its rows are, and what a row asks. */
export interface DatasetDefinition {
  /** A word; what results are kept under. */
  readonly name: string;
  readonly summary?: string;
  /** A file next to the module (`rows.jsonl`), one for each split, or the rows themselves. */
  readonly data: string | Readonly<Record<string, string>> | readonly DefinedRow[];
  /** Which split is read when none is named; needed when there are several. */
  readonly defaultSplit?: string;
  readonly fewShotSplit?: string;
  readonly license?: string;
  readonly citation?: string;
  getPrompt(row: DefinedRow): string;
  /** The answer key; a text is the one accepted answer. */
  getTarget(row: DefinedRow): Target | string;
  getId?(row: DefinedRow, index: number): string;
  /** What results are reported by; `subset` then picks groups. */
  getGroup?(row: DefinedRow): string | undefined;
  /** Addresses, data URIs, or paths beside the module. */
  getImages?(row: DefinedRow): readonly string[];
  /** What questions share, such as a passage, for clustered standard errors. */
  getCluster?(row: DefinedRow): string | undefined;
  getMetadata?(row: DefinedRow): JsonObject;
  /** Scores an answer when the run names no evaluator. */
  evaluatePrediction?(prediction: string, sample: Sample): Verdict | Promise<Verdict>;
}

/**
 * Checks a dataset of your own. Export it by default from a module and name the module where a dataset is named:
 * `dataset: './my-quiz.mjs'`.
 */
export function defineDataset(definition: DatasetDefinition): DatasetDefinition {
  const given = definition as Partial<DatasetDefinition> | undefined;
  const missing = [
    ...(typeof given?.name === 'string' && /^\S+$/.test(given.name) ? [] : ['name (a word)']),
    ...(given?.data === undefined ? ['data (a file, files by split, or rows)'] : []),
    ...(typeof given?.getPrompt === 'function' ? [] : ['getPrompt (a function)']),
    ...(typeof given?.getTarget === 'function' ? [] : ['getTarget (a function)']),
  ];
  if (missing.length === 0) return definition;
  throw new HretError('usage', `The dataset "${given?.name ?? ''}" cannot be used; it lacks: ${missing.join(', ')}.`);
}
