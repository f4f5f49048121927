import { z } from 'zod';
import { type Check, canonical, isRecord, listAt, numberAt, problem, SchemaError } from './check.js';

const kinds: Readonly<Record<string, (value: unknown) => boolean>> = {
  string: (value) => typeof value === 'string',
  number: (value) => typeof value === 'number',
  integer: (value) => Number.isInteger(value),
  boolean: (value) => typeof value === 'boolean',
  null: (value) => value === null,
  array: (value) => Array.isArray(value),
  object: isRecord,
};

/** `type`, `enum` and `const`. */
export function valueChecks(schema: Readonly<Record<string, unknown>>): Check[] {
  const checks: Check[] = [];
  const { type } = schema;
  if (type !== undefined) {
    const names = (Array.isArray(type) ? type : [type]).map((name) => String(name));
    const unknown = names.find((name) => !Object.hasOwn(kinds, name));
    if (unknown !== undefined)
      throw new SchemaError(`there is no type "${unknown}". Known: ${Object.keys(kinds).join(', ')}`);
    const isAny = (value: unknown) => names.some((name) => kinds[name]?.(value));
    checks.push((value, path) => (isAny(value) ? undefined : problem(path, `expected ${names.join(' or ')}`)));
  }
  const listed = 'const' in schema ? [schema.const] : undefined;
  for (const values of [listAt(schema, 'enum'), listed]) {
    if (values === undefined) continue;
    const known = new Set(values.map(canonical));
    const shown = [...known].join(', ').slice(0, 200);
    checks.push((value, path) =>
      known.has(canonical(value)) ? undefined : problem(path, `expected ${known.size > 1 ? 'one of ' : ''}${shown}`),
    );
  }
  return checks;
}

/** The keywords about numbers. They say nothing about anything else. */
export function numberChecks(schema: Readonly<Record<string, unknown>>): Check[] {
  const bounds: [keyword: string, isMet: (value: number, bound: number) => boolean, what: string][] = [
    ['minimum', (value, bound) => value >= bound, 'at least'],
    ['maximum', (value, bound) => value <= bound, 'at most'],
    ['exclusiveMinimum', (value, bound) => value > bound, 'more than'],
    ['exclusiveMaximum', (value, bound) => value < bound, 'less than'],
    ['multipleOf', isMultiple, 'a multiple of'],
  ];
  return bounds.flatMap(([keyword, isMet, what]) => {
    const bound = numberAt(schema, keyword);
    if (bound === undefined) return [];
    return (value: unknown, path: string) =>
      typeof value !== 'number' || isMet(value, bound) ? undefined : problem(path, `expected ${what} ${bound}`);
  });
}

/** Decimals have no exact form: 0.3 is a multiple of 0.1. */
function isMultiple(value: number, step: number): boolean {
  const times = value / step;
  return Math.abs(times - Math.round(times)) <= 1e-9 * Math.max(1, Math.abs(times));
}

/** The keywords about texts. Lengths are in code points. */
export function textChecks(schema: Readonly<Record<string, unknown>>): Check[] {
  const checks: ((text: string) => string | undefined)[] = [];
  const [least, most] = [numberAt(schema, 'minLength'), numberAt(schema, 'maxLength')];
  if (least !== undefined)
    checks.push((text) => ([...text].length >= least ? undefined : `expected ${least} characters or more`));
  if (most !== undefined)
    checks.push((text) => ([...text].length <= most ? undefined : `expected ${most} characters or fewer`));
  if (schema.pattern !== undefined) {
    const pattern = regexOf(String(schema.pattern));
    checks.push((text) => (pattern.test(text) ? undefined : `expected a text that matches ${pattern.source}`));
  }
  if (typeof schema.format === 'string') {
    const { format } = schema;
    const form = z.fromJSONSchema({ type: 'string', format });
    checks.push((text) => (form.safeParse(text).success ? undefined : `expected the format ${format}`));
  }
  return checks.map((check) => (value, path) => {
    const found = typeof value === 'string' ? check(value) : undefined;
    return found === undefined ? undefined : problem(path, found);
  });
}

/** A pattern as ECMAScript reads it with Unicode; one that only reads without is taken so. */
export function regexOf(pattern: string): RegExp {
  try {
    return new RegExp(pattern, 'u');
  } catch {
    try {
      return new RegExp(pattern);
    } catch (cause) {
      throw new SchemaError(`"${pattern}" is no regular expression`, { cause });
    }
  }
}
