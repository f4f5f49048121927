/** A JSON Schema: an object of keywords, or `true` and `false` for everything and nothing. */
export type JsonSchema = Readonly<Record<string, unknown>> | boolean;

/** What is wrong with a value, or `undefined`; `path` is where the value stands, as `a.0.b`. */
export type Check = (value: unknown, path: string) => string | undefined;

/** Makes the check of a schema inside another one; `keyword` is where it stands, for the message about one that is none. */
export type Compile = (schema: unknown, keyword: string) => Check;

/** A schema that cannot be used; the message says which keyword it is. */
export class SchemaError extends Error {}

export function problem(path: string, message: string): string {
  return `${path === '' ? 'the answer' : path}: ${message}`;
}

export function inside(path: string, key: string | number): string {
  return path === '' ? `${key}` : `${path}.${key}`;
}

/** The first problem that any of the checks has. */
export function all(checks: readonly Check[]): Check {
  return (value, path) => {
    for (const check of checks) {
      const found = check(value, path);
      if (found !== undefined) return found;
    }
    return undefined;
  };
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A keyword that holds a number, `undefined` where it is absent. */
export function numberAt(schema: Readonly<Record<string, unknown>>, keyword: string): number | undefined {
  const value = schema[keyword];
  if (value === undefined || typeof value === 'number') return value;
  throw new SchemaError(`${keyword} must be a number`);
}

export function listAt(schema: Readonly<Record<string, unknown>>, keyword: string): readonly unknown[] | undefined {
  const value = schema[keyword];
  if (value === undefined || Array.isArray(value)) return value;
  throw new SchemaError(`${keyword} must be a list`);
}

export function recordAt(
  schema: Readonly<Record<string, unknown>>,
  keyword: string,
): Readonly<Record<string, unknown>> | undefined {
  const value = schema[keyword];
  if (value === undefined || isRecord(value)) return value;
  throw new SchemaError(`${keyword} must be an object`);
}

/** A JSON value as a text that is the same for equal values, whatever the order of their keys. */
export function canonical(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) =>
    isRecord(part) ? Object.fromEntries(Object.entries(part).toSorted(([a], [b]) => (a < b ? -1 : 1))) : part,
  );
}
