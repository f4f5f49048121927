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
  n: number | null,
  stderr: number | null,
  lo: number | null,
  hi: number | null,
];

/**
 * Every run with no more of it than one metric, oldest first: all that a comparison needs, without parsing a record.
 * Also has the metrics that become this one when the name of a child is put before theirs.
 */
export function runsWithMetric(database: Database, metric: string): ShownRun[] {
  const names = endingsOf(metric);
  const rows = database.rows<MetricRow>(
    `SELECT runs.run_id, runs.name, runs.kind, runs.parent_id, runs.status, runs.started_at,
       metrics.name, metrics.value, metrics.n, metrics.stderr, metrics.lo, metrics.hi
     FROM runs LEFT JOIN metrics ON metrics.run_id = runs.run_id AND metrics.name IN (${names.map(() => '?').join(', ')})
     ORDER BY runs.started_at, runs.run_id`,
    ...names,
  );
  const runs: ShownRun[] = [];
  for (const row of rows) {
    const run = shownRun(row);
    const last = runs.at(-1);
    if (last?.runId !== run.runId) runs.push(run);
    else
      runs[runs.length - 1] = {
        ...last,
        metrics: { ...last.metrics, ...run.metrics },
        stats: { ...last.stats, ...run.stats },
      };
  }
  return runs;
}

function shownRun([
  runId,
  name,
  kind,
  parentId,
  status,
  startedAt,
  metric,
  value,
  n,
  stderr,
  lo,
  hi,
]: MetricRow): ShownRun {
  return {
    runId,
    name,
    kind,
    ...(parentId !== null && { parentId }),
    status,
    startedAt,
    metadata: {},
    metrics: metric === null ? {} : { [metric]: value },
    stats:
      metric === null || n === null
        ? {}
        : {
            [metric]: { n, ...(stderr !== null && { stderr }), ...(lo !== null && hi !== null && { ci95: [lo, hi] }) },
          },
  };
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
