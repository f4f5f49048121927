import type { Database } from './database.js';
import type { MetricStats, ShownRun } from './entries.js';
import { listOf, NOTHING, type PlainRow, parsed, plainRun } from './shown-rows.js';

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

function marksFor(values: readonly string[]): string {
  return values.map(() => '?').join(', ');
}

/** `a/b/c`, `b/c` and `c`. */
function endingsOf(metric: string): string[] {
  const parts = metric.split('/');
  return parts.map((_, place) => parts.slice(place).join('/'));
}
