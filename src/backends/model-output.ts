import type { Json, JsonObject } from '../core/json.js';
import type { Generation, Usage } from '../core/model.js';
import { HretError } from '../errors.js';
import { kindOf } from './kind-of.js';

const EXPECTED = 'a model function gives back a string, { text, usage?, costUsd?, metadata? } or a stream of strings';
const COUNTS = ['inputTokens', 'outputTokens', 'totalTokens', 'cachedInputTokens', 'reasoningTokens'] as const;

/** The answer in what a model function gave back, checked by hand because this runs once a sample. Fields we do not know are left out. */
export function generationFrom(output: unknown, id: string): Generation {
  if (!isObject(output))
    throw new HretError('model', `${id} gave back ${kindOf(output)}; ${EXPECTED}.${forgotten(output)}`);
  const { text, usage, costUsd, metadata } = output;
  if (typeof text !== 'string') {
    const what = text === undefined ? kindOf(output) : `{ text: ${kindOf(text)} }`;
    throw new HretError('model', `${id} gave back ${what}; ${EXPECTED}.`);
  }
  return {
    text,
    finish: 'stop',
    ...(usage !== undefined && { usage: usageFrom(usage, id) }),
    ...(costUsd !== undefined && { costUsd: numberFrom(costUsd, 'costUsd', id) }),
    ...(metadata !== undefined && { metadata: metadataFrom(metadata, id) }),
  };
}

function forgotten(output: unknown): string {
  return output === undefined ? ' Is a return missing?' : '';
}

function usageFrom(usage: unknown, id: string): Usage {
  if (!isObject(usage)) throw wrong('usage', usage, 'an object { inputTokens?, outputTokens?, totalTokens? }', id);
  const counts = COUNTS.filter((name) => usage[name] !== undefined);
  return Object.fromEntries(counts.map((name) => [name, numberFrom(usage[name], `usage.${name}`, id)]));
}

function numberFrom(value: unknown, field: string, id: string): number {
  if (typeof value === 'number' && Number.isFinite(value) && value >= 0) return value;
  const given = typeof value === 'number' ? String(value) : value;
  throw wrong(field, given, 'a number from 0', id);
}

function metadataFrom(metadata: unknown, id: string): JsonObject {
  const bad = isObject(metadata) ? firstNotJson(metadata, 'metadata', 0) : 'metadata';
  if (bad === undefined) return metadata as JsonObject;
  throw new HretError(
    'model',
    `${id} gave back ${bad} that is not plain JSON; metadata is an object of texts, numbers, booleans, null, lists and objects.`,
  );
}

const DEEPEST = 50;

/** The path of the first value that JSON would lose or change. */
function firstNotJson(value: unknown, path: string, depth: number): string | undefined {
  if (isScalar(value) || value === undefined) return undefined;
  if (typeof value !== 'object' || depth > DEEPEST || !(Array.isArray(value) || isPlain(value))) return path;
  for (const [key, part] of Object.entries(value as object)) {
    const bad = firstNotJson(part, `${path}.${key}`, depth + 1);
    if (bad !== undefined) return bad;
  }
  return undefined;
}

function isScalar(value: unknown): value is Json {
  return value === null || typeof value === 'string' || typeof value === 'boolean' || Number.isFinite(value);
}

function isPlain(value: object | null): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function wrong(field: string, value: unknown, expected: string, id: string): HretError {
  const what = typeof value === 'string' ? `"${value}"` : kindOf(value);
  return new HretError('model', `${id} gave back ${field}: ${what}; expected ${expected}.`);
}
