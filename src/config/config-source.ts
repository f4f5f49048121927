/** A place in a text file, counted from 1. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** Something wrong with a file; without a position it is the file as a whole. */
export interface FileProblem {
  readonly position?: Position;
  readonly message: string;
}

/** What a configuration file holds, and where each of its keys and values stands. */
export interface ConfigSource {
  readonly value: unknown;
  /** The nearest place known: a key merged in by an anchor has none of its own. */
  locate(path: readonly string[], at: 'key' | 'value'): Position;
}

/** A parsed file, or why it could not be parsed. */
export type ParsedConfig = { readonly source: ConfigSource } | { readonly problems: readonly FileProblem[] };

/** Deeper than any configuration; the parsers recurse. */
export const DEEPEST = 100;

/** Whether brackets open deeper than `DEEPEST`. Counts those inside strings too, which is close enough. */
export function isTooDeep(text: string): boolean {
  let depth = 0;
  for (const [bracket] of text.matchAll(/[[\]{}]/g)) {
    depth += bracket === '[' || bracket === '{' ? 1 : -1;
    if (depth > DEEPEST) return true;
  }
  return false;
}

/** The line and column of an offset; columns count characters, not UTF-16 units. */
export function positionAt(text: string, offset: number): Position {
  const before = text.slice(0, offset);
  const lineStart = before.lastIndexOf('\n') + 1;
  return { line: before.split('\n').length, column: [...before.slice(lineStart)].length + 1 };
}
