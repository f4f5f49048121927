import type { Metric } from '../core/evaluator.js';
import type { RunRecord } from '../core/run-record.js';
import { formatCount, formatInterval, formatValue, NO_NUMBER } from './numbers.js';
import type { Table } from './table.js';

/** What a line of the headline table needs; any `RunRecord` is one. */
export type TableRun = Pick<RunRecord, 'name' | 'status' | 'metrics' | 'stats'> &
  Pick<Partial<RunRecord>, 'spec' | 'counts'>;

export interface RunTableOptions {
  /** Only these metrics, in this order; absent: every metric of each run. */
  readonly metrics?: readonly string[];
}

/** The headline table of one or several runs: a line a metric, and next to every value how many samples it rests on. */
export function runTable(runs: readonly TableRun[], options: RunTableOptions = {}): Table {
  return {
    columns: [
      { title: 'run' },
      { title: 'model' },
      { title: 'metric', isUncut: true },
      { title: 'value', align: 'right' },
      { title: '95 % interval', align: 'right' },
      { title: 'n', align: 'right' },
      { title: 'unscored', shortTitle: 'unsc', align: 'right' },
      { title: 'failed', shortTitle: 'fail', align: 'right' },
      { title: 'truncated', shortTitle: 'trunc', align: 'right' },
    ],
    rows: runs.flatMap((run) => runRows(run, options.metrics)),
  };
}

/** One run's groups: a line a group, in the order of the dataset. `metric` is the first one unless given. */
export function groupTable(run: Pick<RunRecord, 'groups' | 'metrics'>, metric = headlineOf(run.metrics)): Table {
  return {
    columns: [
      { title: 'group' },
      { title: metric ?? 'value', align: 'right' },
      { title: '95 % interval', align: 'right' },
      { title: 'n', align: 'right' },
      { title: 'unscored', align: 'right' },
    ],
    rows: Object.entries(run.groups).map(([group, stats]) =>
      groupRow(group, metric === undefined ? undefined : stats[metric]),
    ),
  };
}

/** The metric a run is known by: its first. */
export function headlineOf(metrics: Readonly<Record<string, number>>): string | undefined {
  return Object.keys(metrics)[0];
}

/** What answering without reading would score on the questions of a run, as lines to put under it; none where it is not known. */
export function floorRuns(run: Pick<RunRecord, 'info'>): TableRun[] {
  const { floor } = run.info;
  if (typeof floor !== 'object' || floor === null) return [];
  const { n, ...accuracies } = floor as Readonly<Record<string, unknown>>;
  return Object.entries(accuracies).flatMap(([way, accuracy]) =>
    typeof accuracy === 'number' ? [floorRun(way, accuracy, typeof n === 'number' ? n : 0)] : [],
  );
}

const floorNames: Readonly<Record<string, string>> = {
  random: 'at random',
  first: 'always the first option',
  longest: 'always the longest option',
  majority: 'always the commonest position',
};

function floorRun(way: string, accuracy: number, n: number): TableRun {
  return {
    name: `(floor: ${floorNames[way] ?? way})`,
    status: 'finished',
    metrics: { accuracy },
    stats: { accuracy: { n, unscored: 0, mean: accuracy } },
  };
}

function runRows(run: TableRun, wanted: readonly string[] | undefined): string[][] {
  const metrics = wanted ?? Object.keys(run.metrics);
  const name = run.status === 'finished' ? run.name : `${run.name} (${run.status})`;
  const start = [name, run.spec?.model.id ?? NO_NUMBER];
  const end = [run.counts?.unscored, run.counts?.failed, run.counts?.truncated].map(formatCount);
  if (metrics.length === 0) return [[...start, NO_NUMBER, NO_NUMBER, NO_NUMBER, '0', ...end]];
  return metrics.map((metric, index) => [
    ...(index === 0 ? start : ['', '']),
    metric,
    formatValue(run.metrics[metric]),
    formatInterval(run.stats[metric]?.ci95),
    formatCount(run.stats[metric]?.n),
    ...(index === 0 ? end : ['', '', '']),
  ]);
}

function groupRow(group: string, metric: Metric | undefined): string[] {
  return [
    group,
    formatValue(metric?.mean),
    formatInterval(metric?.ci95),
    formatCount(metric?.n),
    formatCount(metric?.unscored),
  ];
}
