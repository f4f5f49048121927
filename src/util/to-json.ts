import type { Json } from './json.js';

/**
 * Anything as JSON that can be stored and read back: functions become `[function name]`, dates ISO texts, big integers
 * and numbers that JSON does not have their text, cycles `[circular]`. Nothing is dropped but `undefined`.
 */
export function toJson(value: unknown, ancestors: readonly object[] = []): Json {
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return value;
    case 'number':
      return Number.isFinite(value) ? value : String(value);
    case 'bigint':
    case 'symbol':
      return String(value);
    case 'function':
      return `[function ${value.name || 'anonymous'}]`;
    case 'undefined':
      return null;
    default:
      return value === null ? null : objectToJson(value as object, ancestors);
  }
}

function objectToJson(value: object, ancestors: readonly object[]): Json {
  if (ancestors.includes(value)) return '[circular]';
  const inside = [...ancestors, value];
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? 'Invalid Date' : value.toISOString();
  if (value instanceof RegExp) return String(value);
  if (Array.isArray(value)) return value.map((part) => toJson(part, inside));
  if (value instanceof Map) return toJson(Object.fromEntries(value), ancestors);
  if (value instanceof Set) return toJson([...value], ancestors);
  const entries = Object.entries(value).filter(([, part]) => part !== undefined);
  return Object.fromEntries(entries.map(([key, part]) => [key, toJson(part, inside)]));
}
