import type { RunRecord } from '../core/run-record.js';
import type { Database } from './database.js';
import type { MetricStats, ShownRun } from './entries.js';

/** Puts a record in, in place of an earlier one of the same run. */
export function insertRun(database: Database, record: RunRecord): void {
  const { runId, name, kind, parentId, status, spec, startedAt, finishedAt, specHash } = record;
  database.run(
    `INSERT INTO runs (run_id, name, kind, parent_id, status, dataset, model, started_at, finished_at, spec_hash, record)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (run_id) DO UPDATE SET
       (name, kind, parent_id, status, dataset, model, started_at, finished_at, spec_hash, record) =
       (excluded.name, excluded.kind, excluded.parent_id, excluded.status, excluded.dataset, excluded.model,
        excluded.started_at, excluded.finished_at, excluded.spec_hash, excluded.record)`,
    ...[runId, name, kind, parentId ?? null, status, spec?.dataset.name ?? null, spec?.model.id ?? null],
    ...[startedAt, finishedAt ?? null, specHash ?? null, JSON.stringify(record)],
  );
  database.run('DELETE FROM metrics WHERE run_id = ?', runId);
  for (const [metric, value] of Object.entries(record.metrics))
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

type MetricRow = [
  runId: string,
  name: string,
  kind: RunRecord['kind'],
  parentId: string | null,
  status: RunRecord['status'],
  startedAt: string,
  metric: string | null,
  value: number,
];

/**
 * Every run with no more of it than one metric, oldest first: all that a comparison needs, without parsing a record.
 * Also has the metrics that become this one when the name of a child is put before theirs.
 */
export function runsWithMetric(database: Database, metric: string): ShownRun[] {
  const names = endingsOf(metric);
  // One text, since each value that crosses from the library costs more than parsing it. SQLite's own JSON has 15
  // digits of a number; with 17 it comes back exactly.
  const [[text] = ['[]']] = database.rows<[string]>(
    `SELECT json_group_array(
       json_array(runs.run_id, runs.name, runs.kind, runs.parent_id, runs.status, runs.started_at,
         metrics.name, json(printf('%!.17g', metrics.value)))
       ORDER BY runs.started_at, runs.run_id)
     FROM runs LEFT JOIN metrics ON metrics.run_id = runs.run_id AND metrics.name IN (${marksFor(names)})`,
    ...names,
  );
  const runs: ShownRun[] = [];
  for (const row of JSON.parse(text) as MetricRow[]) {
    const run = shownRun(row);
    const last = runs.at(-1);
    if (last?.runId !== run.runId) runs.push(run);
    else runs[runs.length - 1] = { ...last, metrics: { ...last.metrics, ...run.metrics } };
  }
  return runs;
}

const NOTHING = Object.freeze({});

function shownRun([runId, name, kind, parentId, status, startedAt, metric, value]: MetricRow): ShownRun {
  const metrics = metric === null ? NOTHING : { [metric]: value };
  const run = { runId, name, kind, status, startedAt, metrics, stats: NOTHING, metadata: NOTHING };
  return parentId === null ? run : { ...run, parentId };
}

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
