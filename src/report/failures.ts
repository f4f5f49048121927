import { formatCount } from './numbers.js';
import type { Table } from './table.js';

/** One sample that failed. */
export interface SampleFailure {
  readonly id?: string;
  readonly error: string;
}

/** Failures that say the same, apart from their numbers. */
export interface FailureGroup {
  readonly count: number;
  /** As the first of them put it. */
  readonly message: string;
  /** The first sample. */
  readonly id?: string;
}

/** Failures grouped by message, the most frequent first; messages that differ in numbers only are the same. */
export function groupFailures(failures: Iterable<SampleFailure>): FailureGroup[] {
  const groups = new Map<string, { count: number; message: string; id?: string }>();
  for (const { id, error } of failures) {
    const key = error.replace(/\d+/g, '#');
    const group = groups.get(key) ?? { count: 0, message: error, ...(id !== undefined && { id }) };
    groups.set(key, group);
    group.count++;
  }
  return [...groups.values()].sort((a, b) => b.count - a.count);
}

/** The groups as a table; `most` of them, and a line for the rest. */
export function failureTable(groups: readonly FailureGroup[], most = 5): Table {
  const rest = groups.slice(most).reduce((sum, { count }) => sum + count, 0);
  return {
    columns: [{ title: 'failed', align: 'right' }, { title: 'because' }, { title: 'first' }],
    rows: [
      ...groups.slice(0, most).map(({ count, message, id = '' }) => [formatCount(count), message, id]),
      ...(rest > 0 ? [[formatCount(rest), 'other reasons', '']] : []),
    ],
  };
}

/** A record's `firstErrors`, each `sample id: message`. */
export function failuresOf(firstErrors: readonly string[]): SampleFailure[] {
  return firstErrors.map((text) => {
    const colon = text.indexOf(': ');
    return colon === -1 ? { error: text } : { id: text.slice(0, colon), error: text.slice(colon + 2) };
  });
}
