import { isSecretKey } from '../util/secret-names.js';

/** Shorter values, such as the `none` or `EMPTY` that local servers want, would be found in innocent text. */
const SHORTEST = 8;

/** The values under key-like names (`apiKey`, `token`, `Authorization`, …) anywhere in options, and passwords inside URLs. */
export function secretsIn(options: unknown): string[] {
  const found = new Set<string>();
  collect('', options, found, new Set());
  return [...found].filter((value) => value.length >= SHORTEST);
}

function collect(name: string, value: unknown, found: Set<string>, seen: Set<unknown>): void {
  if (typeof value === 'string') {
    for (const secret of secretsOf(name, value)) found.add(secret);
  } else if (typeof value === 'object' && value !== null && !seen.has(value)) {
    seen.add(value);
    const isList = Array.isArray(value);
    for (const [key, part] of Object.entries(value)) collect(isList ? name : key, part, found, seen);
  }
}

function secretsOf(name: string, value: string): string[] {
  const password = /^[a-z][a-z0-9+.-]*:\/\/[^/?#@\s]*:([^/?#@\s]+)@/i.exec(value)?.[1];
  const ofUrl = password === undefined ? [] : [password];
  if (!isSecretKey(name)) return ofUrl;
  const bare = value.replace(/^(bearer|basic|token)\s+/i, '');
  return bare === value ? [value, ...ofUrl] : [value, bare, ...ofUrl];
}
