import type { Metric } from '../core/evaluator.js';
import type { RunRecord } from '../core/run-record.js';
import { formatCount, formatInterval, formatValue, NO_NUMBER } from './numbers.js';
import type { Table } from './table.js';

/** One run of the history. */
export interface HistoryEntry {
  readonly name: string;
  /** ISO 8601, UTC. */
  readonly startedAt: string;
  readonly dataset?: string;
  readonly model?: string;
  readonly status: RunRecord['status'];
  readonly metrics: Readonly<Record<string, number>>;
  readonly stats?: Readonly<Record<string, Partial<Pick<Metric, 'n' | 'ci95'>>>> | undefined;
}

/** Past runs, one a line, in the order given; with `metric` only that one, in columns of its own with its interval and n. */
export function historyTable(entries: readonly HistoryEntry[], metric?: string): Table {
  return {
    columns: [
      { title: 'started (UTC)', isUncut: true },
      { title: 'run' },
      { title: 'dataset' },
      { title: 'model' },
      { title: 'status', isUncut: true },
      ...(metric === undefined
        ? [{ title: 'metrics' }]
        : [metric, '95 % interval', 'n'].map((title) => ({ title, align: 'right' }) as const)),
    ],
    rows: entries.map((entry) => [
      startedText(entry.startedAt),
      entry.name,
      entry.dataset ?? NO_NUMBER,
      entry.model ?? NO_NUMBER,
      entry.status,
      ...(metric === undefined ? [metricsText(entry.metrics)] : metricCells(entry, metric)),
    ]),
  };
}

function metricCells({ metrics, stats }: HistoryEntry, metric: string): string[] {
  const found = stats?.[metric];
  return [formatValue(metrics[metric]), formatInterval(found?.ci95), formatCount(found?.n)];
}

function startedText(iso: string): string {
  return iso.slice(0, 16).replace('T', ' ');
}

function metricsText(metrics: Readonly<Record<string, number>>): string {
  let text = '';
  for (const name of Object.keys(metrics)) text += `${text && ', '}${name} ${formatValue(metrics[name])}`;
  return text || NO_NUMBER;
}
