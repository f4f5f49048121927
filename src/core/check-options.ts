import { HretError } from '../errors.js';
import { camelCase, snakeCase } from '../util/case.js';
import { didYouMean } from '../util/did-you-mean.js';
import { problemWith } from './check-value.js';
import { type OptionRow, optionTable } from './option-table.js';
import type { EvaluateOptions } from './options.js';
import { isPlainObject, showValue } from './show-value.js';

/** One option as somebody wrote it. */
export interface WrittenOption {
  /** The keys that lead to it, as written. */
  readonly path: readonly string[];
  /** Its name where the last key is not it: the sections of a file have shorter ones. */
  readonly name?: string;
  readonly value: unknown;
}

/** Something wrong with an option, and whether its key or its value is to blame. */
export interface OptionProblem {
  readonly path: readonly string[];
  readonly at: 'key' | 'value';
  readonly message: string;
}

export interface ReadOptions {
  /** By canonical name. A key that is there with `undefined` was written as null in a file: its default. */
  readonly values: Readonly<Record<string, unknown>>;
  readonly problems: readonly OptionProblem[];
}

const MOST_SHOWN = 10;

/** Options that users look for at the top level although they belong to a plugin. */
const homes: Readonly<Record<string, string>> = {
  apiBase: 'modelParams',
  apiKey: 'modelParams',
  baseUrl: 'modelParams',
  budget: 'modelParams',
  cache: 'modelParams',
  fallbacks: 'modelParams',
  maxConnections: 'modelParams',
  maxRetries: 'modelParams',
  maxTokens: 'modelParams',
  modelName: 'modelParams',
  modelNameOrPath: 'modelParams',
  prices: 'modelParams',
  requestsPerMinute: 'modelParams',
  systemMessage: 'modelParams',
  tokensPerMinute: 'modelParams',
  temperature: 'modelParams',
  topP: 'modelParams',
  basePromptTemplate: 'datasetParams',
  inputCol: 'datasetParams',
  path: 'datasetParams',
  referenceCol: 'datasetParams',
  revision: 'datasetParams',
  customEvaluator: 'evaluatorParams',
};

/**
 * Checks an options object: camelCase, snake_case and aliases alike; unknown keys, wrong values and the same option
 * twice are refused, all of them in one error. The result has canonical names only.
 */
export function checkOptions(
  options: unknown,
  where: string,
  table: readonly OptionRow[] = optionTable,
): EvaluateOptions {
  // The table says the same as the type; a compile-time test keeps their names equal.
  return checkAgainst(table, options, where) as EvaluateOptions;
}

/** The same for any table. */
export function checkAgainst(
  table: readonly OptionRow[],
  options: unknown,
  where: string,
): Readonly<Record<string, unknown>> {
  if (options === undefined) return {};
  if (!isPlainObject(options)) {
    throw new HretError(
      'usage',
      `${where}: expected an object such as { dataset: "kmmlu" }, got ${showValue(options)}.`,
    );
  }
  const written = Object.entries(options).map(([key, value]) => ({ path: [key], value }));
  const { values, problems } = readOptions(written, table, 'program');
  if (problems.length === 0) return values;
  const lines = problems.map((problem) => `${where}: ${problem.path.join('.')}: ${problem.message}`);
  throw new HretError('usage', lines.join('\n'));
}

/** Reads options against a table and collects every problem. In a file null means the default, and functions cannot be given. */
export function readOptions(
  written: Iterable<WrittenOption>,
  table: readonly OptionRow[],
  source: 'program' | 'file',
): ReadOptions {
  const rows = rowsByName(table);
  const values: Record<string, unknown> = {};
  const problems: OptionProblem[] = [];
  const writtenAs = new Map<string, string>();
  for (const option of written) {
    const row = rows.get(camelCase(nameOf(option)));
    const problem =
      row === undefined
        ? unknownOption(option, table, source)
        : problemOf(option, row, source, writtenAs.get(row.name));
    if (problem !== undefined) problems.push(problem);
    if (row === undefined || option.value === undefined) continue;
    writtenAs.set(row.name, option.path.join('.'));
    if (problem === undefined) values[row.name] = keptValue(row, option.value, source);
  }
  return { values, problems };
}

/** What to say about a key nobody knows: the nearest known one, and some of the others. Aliases are suggested, not listed. */
export function unknownKey(given: string, known: readonly string[], aliases: readonly string[] = []): string {
  const words = new Set(wordsOf(given));
  const isRelated = (name: string) => wordsOf(name).some((word) => words.has(word));
  const related = [...known.filter(isRelated), ...known.filter((name) => !isRelated(name))];
  const rest = related.length - MOST_SHOWN;
  const shown = rest > 1 ? `${related.slice(0, MOST_SHOWN).join(', ')} and ${rest} more` : related.join(', ');
  return `unknown option.${didYouMean(given, [...known, ...aliases])} Known: ${shown}.`;
}

function nameOf({ path, name = path.at(-1) ?? '' }: WrittenOption): string {
  return name;
}

function unknownOption(option: WrittenOption, table: readonly OptionRow[], source: 'program' | 'file'): OptionProblem {
  const given = nameOf(option);
  const isSnake = given.includes('_') || (source === 'file' && given === given.toLowerCase());
  const spelling = isSnake ? snakeCase : camelCase;
  const home = homes[camelCase(given)];
  const message =
    home !== undefined && table.some(({ name }) => name === home)
      ? `unknown option at this level; it belongs in ${spelling(home)}.`
      : unknownKey(
          given,
          table.map(({ name }) => spelling(name)),
          table.flatMap(({ aliases = [] }) => aliases.map(spelling)),
        );
  return { path: option.path, at: 'key', message };
}

function problemOf(
  { path, value }: WrittenOption,
  row: OptionRow,
  source: 'program' | 'file',
  earlier: string | undefined,
): OptionProblem | undefined {
  if (value === undefined) return undefined;
  if (earlier !== undefined) {
    return { path, at: 'key', message: `this is the same option as "${earlier}", given twice. Keep one of them.` };
  }
  if (source === 'file' && row.isProgramOnly)
    return { path, at: 'key', message: 'this can be given in a program only.' };
  if (source === 'file' && value === null) return undefined;
  const problem = problemWith(row, value);
  return problem && { path: [...path, ...problem.below], at: 'value', message: problem.message };
}

function keptValue(row: OptionRow, value: unknown, source: 'program' | 'file'): unknown {
  if (source === 'file' && value === null) return undefined;
  // A copy has lost what JSON leaves out and is safe from later changes.
  return row.kind === 'json' ? JSON.parse(JSON.stringify(value)) : value;
}

function rowsByName(table: readonly OptionRow[]): Map<string, OptionRow> {
  return new Map(table.flatMap((row) => [row.name, ...(row.aliases ?? [])].map((name) => [name, row])));
}

function wordsOf(name: string): string[] {
  return snakeCase(camelCase(name)).split('_');
}
