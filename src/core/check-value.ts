import { didYouMean } from '../util/did-you-mean.js';
import type { OptionKind, OptionRow } from './option-table.js';
import { isPlainObject, nameType, showValue } from './show-value.js';

/** What is wrong with a value, and the keys below it that lead there. */
export interface ValueProblem {
  readonly below: readonly string[];
  readonly message: string;
}

/** What is wrong with this value for this option; `undefined` when nothing is. */
export function problemWith(row: OptionRow, value: unknown): ValueProblem | undefined {
  if (row.rule !== undefined) return row.rule.accepts(value) ? undefined : expected(row.rule.expected, value);
  if (row.kind === 'choice') return problemWithChoice(row.choices ?? [], value);
  return checks[row.kind](value);
}

const checks: Readonly<Record<Exclude<OptionKind, 'choice'>, (value: unknown) => ValueProblem | undefined>> = {
  string: (value) => (typeof value === 'string' ? undefined : expected('a string', value)),
  strings: problemWithStrings,
  count: (value) => (isWhole(value, 0) ? undefined : expected('a whole number from 0', value)),
  positive: (value) => (isWhole(value, 1) ? undefined : expected('a whole number from 1', value)),
  number: (value) => (Number.isFinite(value) ? undefined : expected('a number', value)),
  boolean: (value) => (typeof value === 'boolean' ? undefined : expected('true or false', value)),
  // Params may hold keys of services, so a message never shows them.
  params: (value) => (isPlainObject(value) ? undefined : problem(`expected an object, got ${nameType(value)}.`)),
  json: (value) => (isPlainObject(value) ? problemWithJson(value, []) : expected('an object of JSON values', value)),
  any: () => undefined,
};

function isWhole(value: unknown, least: number): boolean {
  return Number.isSafeInteger(value) && Number(value) >= least;
}

function problemWithStrings(value: unknown): ValueProblem | undefined {
  if (typeof value === 'string') return undefined;
  if (!Array.isArray(value) || value.length === 0) return expected('a string or a list of strings', value);
  const wrong = value.findIndex((item) => typeof item !== 'string');
  return wrong === -1 ? undefined : expected('a string', value[wrong], [String(wrong)]);
}

function problemWithChoice(choices: readonly (string | boolean)[], value: unknown): ValueProblem | undefined {
  if (choices.some((choice) => choice === value)) return undefined;
  const words = choices.filter((choice) => typeof choice === 'string');
  const hint = typeof value === 'string' ? didYouMean(value, words) : '';
  const shown = choices.map((choice) => (typeof choice === 'string' ? `"${choice}"` : String(choice)));
  return problem(`expected ${alternatives(shown)}, got ${showValue(value)}.${hint}`);
}

/** What keeps a value from being written as JSON and read back the same. */
export function jsonProblem(value: unknown): ValueProblem | undefined {
  return problemWithJson(value, []);
}

function problemWithJson(value: unknown, around: readonly unknown[]): ValueProblem | undefined {
  if (value === null || typeof value === 'string' || typeof value === 'boolean' || Number.isFinite(value))
    return undefined;
  if (!Array.isArray(value) && !isPlainObject(value)) return expected('a value JSON can hold', value);
  if (around.includes(value)) return problem('expected a value JSON can hold, got one that contains itself.');
  for (const [key, part] of Object.entries(value)) {
    if (part === undefined && !Array.isArray(value)) continue;
    const found = problemWithJson(part, [...around, value]);
    if (found !== undefined) return { ...found, below: [key, ...found.below] };
  }
  return undefined;
}

function expected(what: string, value: unknown, below: readonly string[] = []): ValueProblem {
  return problem(`expected ${what}, got ${showValue(value)}.`, below);
}

function problem(message: string, below: readonly string[] = []): ValueProblem {
  return { below, message };
}

/** `a, b or c`. */
function alternatives(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`;
}
