import type { EvaluateOptions } from '../core/options.js';
import { isPlainObject } from '../core/show-value.js';

/** A frozen copy of options: lists, params and plain data are copied and frozen; whatever has methods is left as it is. */
export function frozenOptions(options: EvaluateOptions): EvaluateOptions {
  const copied = Object.entries(options).map(([key, value]) => {
    const isParams = key.endsWith('Params') && isPlainObject(value);
    return [key, isParams ? frozenEntries(value) : frozenData(value)] as const;
  });
  return Object.freeze(Object.fromEntries(copied));
}

function frozenData(value: unknown): unknown {
  if (Array.isArray(value)) return Object.freeze(value.map(frozenData));
  if (!isPlainObject(value) || isAlive(value)) return value;
  return frozenEntries(value);
}

function frozenEntries(value: Readonly<Record<string, unknown>>): unknown {
  return Object.freeze(Object.fromEntries(Object.entries(value).map(([key, part]) => [key, frozenData(part)])));
}

/** An evaluator or a client written as a literal: its methods may keep state in it. */
function isAlive(value: Readonly<Record<string, unknown>>): boolean {
  return Object.values(value).some((part) => typeof part === 'function');
}
