import type { Json } from '../../core/json.js';

/**
 * JSON as W&B reads it in history and summary: numbers that JSON does not have stand there as they are in Python (`NaN`,
 * `Infinity`), where `JSON.stringify` would make them `null`.
 */
export function jsonLine(value: Json): string {
  if (typeof value === 'number' && !Number.isFinite(value)) return String(value);
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(jsonLine).join(',')}]`;
  const entries = Object.entries(value).map(([key, part]) => `${JSON.stringify(key)}:${jsonLine(part)}`);
  return `{${entries.join(',')}}`;
}
