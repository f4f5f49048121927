import type { RunRecord } from '../core/run-record.js';
import type { Database } from './database.js';
import type { MetricStats, ShownRun } from './entries.js';

/** Puts a record in, in place of an earlier one of the same run. */
export function insertRun(database: Database, record: RunRecord): void {
  const { runId, name, kind, parentId, status, spec, startedAt, finishedAt, specHash, metrics } = record;
  database.run(
    `INSERT INTO runs (run_id, name, kind, parent_id, status, dataset, model, started_at, finished_at, spec_hash, record, metrics)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (run_id) DO UPDATE SET
       (name, kind, parent_id, status, dataset, model, started_at, finished_at, spec_hash, record, metrics) =
       (excluded.name, excluded.kind, excluded.parent_id, excluded.status, excluded.dataset, excluded.model,
        excluded.started_at, excluded.finished_at, excluded.spec_hash, excluded.record, excluded.metrics)`,
    ...[runId, name, kind, parentId ?? null, status, spec?.dataset.name ?? null, spec?.model.id ?? null],
    ...[startedAt, finishedAt ?? null, specHash ?? null, JSON.stringify(record), JSON.stringify(metrics)],
  );
  database.run('DELETE FROM metrics WHERE run_id = ?', runId);
  for (const [metric, value] of Object.entries(metrics))
    insertMetric(database, runId, metric, value, record.stats[metric]);
}

function insertMetric(
  database: Database,
  runId: string,
  name: string,
  value: number,
  stats: MetricStats | undefined,
): void {
  const [lo, hi] = stats?.ci95 ?? [null, null];
  database.run(
    'INSERT INTO metrics (run_id, name, value, n, stderr, lo, hi) VALUES (?, ?, ?, ?, ?, ?, ?)',
    ...[runId, name, value, stats?.n ?? null, stats?.stderr ?? null, lo, hi],
  );
}

/** Takes a run out, its metrics with it. */
export function deleteRun(database: Database, runId: string): void {
  database.run('DELETE FROM runs WHERE run_id = ?', runId);
}

/** Every record, oldest first. */
export function allRecords(database: Database): RunRecord[] {
  return database
    .rows<[string]>('SELECT record FROM runs ORDER BY started_at, run_id')
    .map(([record]) => stored(record));
}

/** The record of one run; none when it is not in. */
export function recordsOf(database: Database, runId: string): RunRecord[] {
  return database.rows<[string]>('SELECT record FROM runs WHERE run_id = ?', runId).map(([record]) => stored(record));
}

/** Ids and names, oldest first. */
export function allNames(database: Database): Pick<RunRecord, 'runId' | 'name'>[] {
  const rows = database.rows<[string, string]>('SELECT run_id, name FROM runs ORDER BY started_at, run_id');
  return rows.map(([runId, name]) => ({ runId, name }));
}

type PlainRow = [
  runId: string,
  name: string,
  kind: RunRecord['kind'],
  parentId: string | null,
  status: RunRecord['status'],
  startedAt: string,
];

type ListedRow = [...row: PlainRow, dataset: string | null, model: string | null];

/** Every run with no more of it than a list shows, oldest first, without parsing a record. */
export function listedRuns(database: Database): ShownRun[] {
  const row = 'json_array(run_id, name, kind, parent_id, status, started_at, dataset, model)';
  const [[rowTexts, metricTexts] = [null, null]] = database.rows<[string | null, string | null]>(
    `SELECT ${listOf(row)}, ${listOf('metrics')} FROM (SELECT * FROM runs ORDER BY started_at, run_id)`,
  );
  const metrics = parsed<Record<string, number>>(metricTexts);
  return parsed<ListedRow>(rowTexts).map((row, place) => plainRun(row, metrics[place] ?? NOTHING, row[6], row[7]));
}

type MetricRow = [...row: PlainRow, metric: string | null, value: string | null];

// SQLite's own JSON has 15 digits of a number; with 17, as text, it comes back exactly.
const VALUE = `printf('%!.17g', metrics.value)`;
const METRIC_ROW = `json_array(runs.run_id, runs.name, runs.kind, runs.parent_id, runs.status, runs.started_at, metrics.name, ${VALUE})`;

/**
 * Every run with no more of it than one metric, oldest first, without parsing a record. Also has the metrics that become
 * this one when the name of a child is put before theirs.
 */
export function runsWithMetric(database: Database, metric: string): ShownRun[] {
  const names = endingsOf(metric);
  const rows = asOneText<MetricRow>(
    database,
    `SELECT ${METRIC_ROW} AS line
     FROM runs LEFT JOIN metrics ON metrics.run_id = runs.run_id AND metrics.name IN (${marksFor(names)})
     ORDER BY runs.started_at, runs.run_id`,
    ...names,
  );
  const runs: ShownRun[] = [];
  for (const row of rows) addMetricRow(runs, row);
  return runs;
}

type LoneRow = [name: string, value: string];

/**
 * The same with what a comparison leaves out left out: of runs outside of contexts only the finished ones with this very
 * metric, and of those, which are most, only the name and the value.
 */
export function runsToCompare(database: Database, metric: string): ShownRun[] {
  const names = endingsOf(metric);
  const isLone = `(runs.parent_id IS NULL AND runs.kind <> 'context')`;
  const rows = asOneText<LoneRow | MetricRow>(
    database,
    `SELECT CASE WHEN ${isLone} THEN json_array(runs.name, ${VALUE}) ELSE ${METRIC_ROW} END AS line
     FROM runs LEFT JOIN metrics ON metrics.run_id = runs.run_id AND metrics.name IN (${marksFor(names)})
     WHERE NOT ${isLone} OR (runs.status = 'finished' AND metrics.name = ?)
     ORDER BY runs.started_at, runs.run_id`,
    ...[...names, metric],
  );
  const runs: ShownRun[] = [];
  for (const row of rows) {
    if (row.length === 2) runs.push(loneRun(row[0], metric, Number(row[1])));
    else addMetricRow(runs, row);
  }
  return runs;
}

function loneRun(name: string, metric: string, value: number): ShownRun {
  return {
    runId: '',
    name,
    kind: 'evaluation',
    status: 'finished',
    startedAt: '',
    metrics: { [metric]: value },
    stats: NOTHING,
    metadata: NOTHING,
  };
}

/** A run has a row for each of its metrics that were asked for, one after the other. */
function addMetricRow(runs: ShownRun[], row: MetricRow): void {
  const found = row[6];
  const run = plainRun(row, found === null ? NOTHING : { [found]: Number(row[7]) }, null, null);
  const last = runs.at(-1);
  if (last?.runId !== run.runId) runs.push(run);
  else runs[runs.length - 1] = { ...last, metrics: { ...last.metrics, ...run.metrics } };
}

const NOTHING = Object.freeze({});

/** By index and without spreads: this is made for every run of the history, mostly once in a process, before anything is optimised. */
function plainRun(
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

type StatsRow = [runId: string, metric: string, n: number, stderr: number | null, lo: number | null, hi: number | null];

/** How sure the values are that `runsWithMetric` gives, by run. */
export function statsOfMetric(database: Database, metric: string): Map<string, Record<string, MetricStats>> {
  const names = endingsOf(metric);
  const rows = database.rows<StatsRow>(
    `SELECT run_id, name, n, stderr, lo, hi FROM metrics WHERE n IS NOT NULL AND name IN (${marksFor(names)})`,
    ...names,
  );
  const stats = new Map<string, Record<string, MetricStats>>();
  for (const [runId, name, n, stderr, lo, hi] of rows) {
    const ci95 = lo !== null && hi !== null ? { ci95: [lo, hi] as const } : {};
    stats.set(runId, { ...stats.get(runId), [name]: { n, ...(stderr !== null && { stderr }), ...ci95 } });
  }
  return stats;
}

/** The rows of a query whose only column `line` is a JSON array, in its order. */
function asOneText<Row>(database: Database, sql: string, ...values: readonly string[]): Row[] {
  const [[text] = [null]] = database.rows<[string | null]>(`SELECT ${listOf('line')} FROM (${sql})`, ...values);
  return parsed(text);
}

/** SQL for the JSON of all rows as one text: each value that crosses from the library costs more than parsing it. */
function listOf(json: string): string {
  return `'[' || group_concat(${json}) || ']'`;
}

/** Written by `listOf`; none when there were no rows. */
function parsed<Row>(list: string | null): Row[] {
  return list === null ? [] : (JSON.parse(list) as Row[]);
}

function marksFor(values: readonly string[]): string {
  return values.map(() => '?').join(', ');
}

/** `a/b/c`, `b/c` and `c`. */
function endingsOf(metric: string): string[] {
  const parts = metric.split('/');
  return parts.map((_, place) => parts.slice(place).join('/'));
}

/** Written by `insertRun`, from a record that was checked when it was read or made. */
function stored(text: string): RunRecord {
  return JSON.parse(text) as RunRecord;
}
