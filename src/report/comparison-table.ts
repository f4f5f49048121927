import type { IndependentComparison } from '../stats/compare-independent.js';
import type { PairedComparison } from '../stats/compare-paired.js';
import {
  formatCount,
  formatDifference,
  formatInterval,
  formatPointInterval,
  formatPoints,
  formatPValue,
  formatValue,
} from './numbers.js';
import { plain } from './plain.js';
import type { Table } from './table.js';

/** Two runs and what the statistics say about them. */
export interface ComparedRuns {
  readonly metric: string;
  readonly a: { readonly name: string; readonly value?: number };
  readonly b: { readonly name: string; readonly value?: number };
  /** Differences are a - b; `wins` are samples on which a is better, which for latency and the like means lower. */
  readonly comparison:
    | (PairedComparison & {
        readonly samplesForOnePoint?: number;
        readonly unpaired?: number;
        readonly clusteredCi95?: readonly [number, number];
      })
    | IndependentComparison;
  /** For latency, cost, error and the like. */
  readonly isLowerBetter?: boolean;
}

const testNames: Readonly<Record<ComparedRuns['comparison']['test'], string>> = {
  'mcnemar-exact': 'exact McNemar',
  'paired-t': 'paired t test',
  'paired-bootstrap': 'paired bootstrap',
  'fisher-exact': "Fisher's exact test",
  'welch-t': "Welch's t test",
};

const effectNames: Readonly<Record<Exclude<ComparedRuns['comparison']['effectSizeName'], 'none'>, string>> = {
  'cohen-h': "Cohen's h",
  'cohen-dz': "Cohen's dz",
  'hedges-g': "Hedges' g",
};

/** Everything the comparison found, one line a number. */
export function comparisonTable(runs: ComparedRuns): Table {
  const { metric, a, b, comparison } = runs;
  const isShare = isShareOf(runs);
  return {
    columns: [{ title: metric }, { title: 'value', align: 'right' }],
    rows: [
      [`a: ${a.name}`, formatValue(a.value)],
      [`b: ${b.name}`, formatValue(b.value)],
      ['difference a - b', formatDifference(comparison.difference, isShare)],
      [levelName(comparison), intervalText(comparison.ci95, isShare)],
      ...clusteredRows(comparison, isShare),
      ['p-value', formatPValue(comparison.pValue)],
      ['test', testNames[comparison.test]],
      ...sizeRows(comparison),
      ...effectRows(comparison),
      ...detectableRows(comparison, isShare),
    ],
  };
}

/** What the comparison means, in one sentence; a second one where the numbers deserve a caution. */
export function comparisonVerdict(runs: ComparedRuns): string {
  const { comparison } = runs;
  const verdict = isShown(comparison) ? shownVerdict(runs) : unseenVerdict(runs);
  return comparison.caution === undefined ? `${verdict}.` : `${verdict}. ${comparison.caution}`;
}

function isShown({ pValue, level }: ComparedRuns['comparison']): boolean {
  return pValue < 1 - level;
}

function shownVerdict(runs: ComparedRuns): string {
  const { a, b, comparison } = runs;
  const isAHigher = comparison.difference > 0;
  const isABetter = isAHigher !== (runs.isLowerBetter ?? false);
  const [winner, loser] = isABetter ? [a, b] : [b, a];
  const [low, high] = comparison.ci95;
  const interval: readonly [number, number] = isAHigher ? [low, high] : [-high, -low];
  const isShare = isShareOf(runs);
  const size = sizeText(Math.abs(comparison.difference), isShare);
  const proof = `${levelName(comparison)} ${intervalText(interval, isShare)}, ${proofOf(comparison)}`;
  const note = runs.isLowerBetter ? 'lower is better; ' : '';
  return `${plain(winner.name)} is better than ${plain(loser.name)} by ${size} (${note}${proof})`;
}

function unseenVerdict(runs: ComparedRuns): string {
  const { a, b, comparison } = runs;
  const start = `no difference between ${plain(a.name)} and ${plain(b.name)} shown (${proofOf(comparison)})`;
  if (!('n' in comparison)) return `${start} with n = ${formatCount(comparison.nA)} and ${formatCount(comparison.nB)}`;
  if (comparison.ties === comparison.n) return `${start}; all ${formatCount(comparison.n)} samples are equal`;
  const { minDetectableEffect } = comparison;
  if (minDetectableEffect === undefined) return `${start} with n = ${formatCount(comparison.n)}`;
  if (isShareOf(runs) && minDetectableEffect >= 1)
    return `${start}; n = ${formatCount(comparison.n)} is too small to see any`;
  const size = sizeText(minDetectableEffect, isShareOf(runs));
  const { samplesForOnePoint: needed } = comparison;
  const more = needed === undefined ? '' : `, and ${formatCount(needed)} samples would show 1 point`;
  return `${start}; with n = ${formatCount(comparison.n)} a difference below ${size} would usually go unseen${more}`;
}

function proofOf({ test, pValue }: ComparedRuns['comparison']): string {
  return `${testNames[test]} ${formatPValue(pValue)}`;
}

function sizeRows(comparison: ComparedRuns['comparison']): string[][] {
  if (!('n' in comparison)) {
    return [
      ['samples of a', formatCount(comparison.nA)],
      ['samples of b', formatCount(comparison.nB)],
    ];
  }
  const { unpaired = 0 } = comparison as { readonly unpaired?: number };
  return [
    ['samples', formatCount(comparison.n)],
    ...(unpaired === 0 ? [] : [['left out: a value in one run only', formatCount(unpaired)]]),
    ['a better', formatCount(comparison.wins)],
    ['b better', formatCount(comparison.losses)],
    ['equal', formatCount(comparison.ties)],
  ];
}

function clusteredRows(comparison: ComparedRuns['comparison'], isShare: boolean): string[][] {
  if (!('clusteredCi95' in comparison) || comparison.clusteredCi95 === undefined) return [];
  return [['95 % interval, by cluster', intervalText(comparison.clusteredCi95, isShare)]];
}

function effectRows({ effectSizeName, effectSize }: ComparedRuns['comparison']): string[][] {
  if (effectSizeName === 'none') return [];
  return [[`effect size, ${effectNames[effectSizeName]}`, formatValue(effectSize)]];
}

function detectableRows(comparison: ComparedRuns['comparison'], isShare: boolean): string[][] {
  if (!('minDetectableEffect' in comparison) || comparison.minDetectableEffect === undefined) return [];
  const { minDetectableEffect, samplesForOnePoint } = comparison;
  return [
    ['smallest difference usually seen', sizeText(minDetectableEffect, isShare)],
    ...(samplesForOnePoint === undefined ? [] : [['samples to see 1 point', formatCount(samplesForOnePoint)]]),
  ];
}

function sizeText(size: number, isShare: boolean): string {
  return isShare ? formatPoints(size) : formatValue(size);
}

function intervalText(interval: readonly [number, number], isShare: boolean): string {
  return isShare ? formatPointInterval(interval) : formatInterval(interval);
}

function levelName({ level }: ComparedRuns['comparison']): string {
  return `${Number((level * 100).toPrecision(4))} % interval`;
}

/** Whether differences read better in points: a metric between 0 and 1, where more is better. */
function isShareOf({ a, b, comparison, isLowerBetter = false }: ComparedRuns): boolean {
  if (comparison.effectSizeName === 'cohen-h') return true;
  return !isLowerBetter && [a.value, b.value].every((value) => value !== undefined && value >= 0 && value <= 1);
}
