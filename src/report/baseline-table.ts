import type { PairedComparison } from '../stats/compare-paired.js';
import {
  formatCount,
  formatDifference,
  formatInterval,
  formatPointInterval,
  formatPValue,
  formatValue,
} from './numbers.js';
import type { Table } from './table.js';

/** One run against the baseline, as a line of the table. */
export interface AgainstBaseline {
  readonly name: string;
  readonly value?: number;
  readonly comparison: PairedComparison & {
    readonly adjustedPValue: number;
    readonly samplesForOnePoint?: number;
    /** Samples with a value in one of the two runs only. */
    readonly unpaired?: number;
  };
}

/** Several runs against one: differences are run minus baseline, p-values are Holm's. */
export function baselineTable(
  metric: string,
  baseline: { readonly name: string; readonly value?: number },
  runs: readonly AgainstBaseline[],
): Table {
  const isShare = [baseline.value, ...runs.map(({ value }) => value)].every(
    (value) => value === undefined || (value >= 0 && value <= 1),
  );
  const isAnyLeftOut = runs.some(({ comparison: { unpaired = 0 } }) => unpaired > 0);
  const interval = isShare ? formatPointInterval : formatInterval;
  return {
    columns: [
      { title: 'run' },
      { title: metric, align: 'right' },
      { title: 'minus baseline', align: 'right' },
      { title: '95 % interval', align: 'right' },
      { title: 'p (Holm)', align: 'right' },
      { title: 'n', align: 'right' },
      ...(isAnyLeftOut ? [{ title: 'left out', align: 'right' } as const] : []),
      { title: 'n for 1 point', shortTitle: 'for 1 pt', align: 'right' },
    ],
    rows: [
      [`${baseline.name} (baseline)`, formatValue(baseline.value), '', '', '', '', '', ...(isAnyLeftOut ? [''] : [])],
      ...runs.map(({ name, value, comparison }) => [
        name,
        formatValue(value),
        formatDifference(comparison.difference, isShare),
        interval(comparison.ci95),
        formatPValue(comparison.adjustedPValue),
        formatCount(comparison.n),
        ...(isAnyLeftOut ? [formatCount(comparison.unpaired ?? 0)] : []),
        formatCount(comparison.samplesForOnePoint),
      ]),
    ],
  };
}
