import { HretError } from '../errors.js';
import { didYouMean } from '../util/did-you-mean.js';
import type { Score } from './evaluator.js';
import type { JsonObject } from './json.js';
import type { Sample, Target } from './sample.js';
import { isPlainObject } from './show-value.js';

/** A row of the data, columns by name. */
export type DefinedRow = Readonly<Record<string, unknown>>;

/** A file, or rows. */
export type DefinedData = string | readonly DefinedRow[];

/** What a hook says of an answer: right or wrong, a value, a whole score, or nothing when it cannot tell. */
export type Verdict = boolean | number | Score | null;

/** A dataset as a module: where its rows are, and what a row asks. */
export interface DatasetDefinition {
  /** A word; what results are kept under. */
  readonly name: string;
  readonly summary?: string;
  /** A file next to the module (`rows.jsonl`) or the rows themselves, or one of them for each split. */
  readonly data: DefinedData | Readonly<Record<string, DefinedData>>;
  /** Which split is read when none is named; needed when there are several. */
  readonly defaultSplit?: string;
  readonly fewShotSplit?: string;
  readonly license?: string;
  readonly citation?: string;
  getPrompt(row: DefinedRow): string;
  /** The answer key; a text or a number is the one accepted answer. */
  getTarget(row: DefinedRow): Target | string | number;
  getId?(row: DefinedRow, index: number): string | number;
  /** What results are reported by; `subset` then picks groups. */
  getGroup?(row: DefinedRow): string | number | null | undefined;
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
  const given: Readonly<Record<string, unknown>> = isPlainObject(definition) ? definition : {};
  const called = `The dataset "${typeof given.name === 'string' ? given.name : ''}" cannot be used; it`;
  const missing = Object.entries(needed).filter(([part, { accepts }]) => !accepts(given[part]));
  if (missing.length > 0) {
    const parts = missing.map(([part, { what }]) => `${part} (${what})`);
    throw new HretError('usage', `${called} lacks: ${parts.join(', ')}.`);
  }
  for (const [part, value] of Object.entries(given)) {
    const accepts = Object.hasOwn(optional, part) ? optional[part] : undefined;
    if (Object.hasOwn(needed, part) || value === undefined || accepts?.accepts(value)) continue;
    if (accepts !== undefined) throw new HretError('usage', `${called} needs ${part} to be ${accepts.what}.`);
    const known = [...Object.keys(needed), ...Object.keys(optional)];
    throw new HretError(
      'usage',
      `${called} has a part "${part}", which means nothing here.${didYouMean(part, known)} Known: ${known.join(', ')}.`,
    );
  }
  return definition;
}

interface Part {
  readonly what: string;
  accepts(value: unknown): boolean;
}

const text: Part = { what: 'a text', accepts: (value) => typeof value === 'string' };
const hook: Part = { what: 'a function', accepts: (value) => typeof value === 'function' };

const needed: Readonly<Record<string, Part>> = {
  name: { what: 'a word', accepts: (value) => typeof value === 'string' && /^\S+$/.test(value) },
  data: {
    what: 'a file, files by split, or rows',
    accepts: (value) =>
      isData(value) || (isPlainObject(value) && Object.keys(value).length > 0 && Object.values(value).every(isData)),
  },
  getPrompt: hook,
  getTarget: hook,
};

const optional: Readonly<Record<string, Part>> = {
  ...{ summary: text, defaultSplit: text, fewShotSplit: text, license: text, citation: text },
  ...{ getId: hook, getGroup: hook, getImages: hook, getCluster: hook, getMetadata: hook, evaluatePrediction: hook },
};

function isData(value: unknown): value is DefinedData {
  return typeof value === 'string' ? value.trim() !== '' : Array.isArray(value);
}
