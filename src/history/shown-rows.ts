import type { RunRecord } from '../core/run-record.js';
import type { ShownRun } from './entries.js';

export type PlainRow = [
  runId: string,
  name: string,
  kind: RunRecord['kind'],
  parentId: string | null,
  status: RunRecord['status'],
  startedAt: string,
];

export const NOTHING = Object.freeze({});

/** By index and without spreads: this is made for every run of the history, mostly once in a process, before anything is optimised. */
export function plainRun(
  row: readonly [...PlainRow, ...rest: unknown[]],
  metrics: ShownRun['metrics'],
  dataset: string | null,
  model: string | null,
): ShownRun {
  const run: Writable<ShownRun> = {
    runId: row[0],
    name: row[1],
    kind: row[2],
    status: row[4],
    startedAt: row[5],
    metrics,
    stats: NOTHING,
    metadata: NOTHING,
  };
  if (row[3] !== null) run.parentId = row[3];
  if (dataset !== null && model !== null) run.spec = { dataset: { name: dataset }, model: { id: model } };
  return run;
}

type Writable<Made> = { -readonly [Key in keyof Made]: Made[Key] };

/** SQL for the JSON of all rows as one text: each value that crosses from the library costs more than parsing it. */
export function listOf(json: string): string {
  return `'[' || group_concat(${json}) || ']'`;
}

/** Written by `listOf`; none when there were no rows. */
export function parsed<Row>(list: string | null): Row[] {
  return list === null ? [] : (JSON.parse(list) as Row[]);
}
