import type { RunRecord } from '../core/run-record.js';
import type { Database } from './database.js';
import type { MetricStats, ShownRun } from './entries.js';
import { listOf, NOTHING, type PlainRow, parsed, plainRun } from './shown-rows.js';

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

/** Written by `insertRun`, from a record that was checked when it was read or made. */
function stored(text: string): RunRecord {
  return JSON.parse(text) as RunRecord;
}
