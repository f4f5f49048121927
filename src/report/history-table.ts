import type { RunRecord } from '../core/run-record.js';
import { formatValue, NO_NUMBER } from './numbers.js';
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
}

/** Past runs, one a line, in the order given; with `metric` only that one, in a column of its own. */
export function historyTable(entries: readonly HistoryEntry[], metric?: string): Table {
  return {
    columns: [
      { title: 'started (UTC)', isUncut: true },
      { title: 'run' },
      { title: 'dataset' },
      { title: 'model' },
      { title: 'status', isUncut: true },
      metric === undefined ? { title: 'metrics' } : { title: metric, align: 'right' },
    ],
    rows: entries.map((entry) => [
      startedText(entry.startedAt),
      entry.name,
      entry.dataset ?? NO_NUMBER,
      entry.model ?? NO_NUMBER,
      entry.status,
      metric === undefined ? metricsText(entry.metrics) : formatValue(entry.metrics[metric]),
    ]),
  };
}

function startedText(iso: string): string {
  return iso.slice(0, 16).replace('T', ' ');
}

function metricsText(metrics: Readonly<Record<string, number>>): string {
  let text = '';
  for (const name of Object.keys(metrics)) text += `${text && ', '}${name} ${formatValue(metrics[name])}`;
  return text || NO_NUMBER;
}
