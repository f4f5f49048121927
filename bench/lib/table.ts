import type { Figure } from './suite.js';
import { targetText, verdictOf } from './target.js';

const TITLES = ['figure', 'ours', 'baseline', 'ratio', 'spread', 'pairs', 'target', '', 'against'];

/** Numbers stand on the right, the rest on the left. */
const RIGHT = new Set([1, 2, 3, 4, 5, 6]);

/** The figures of one suite as aligned lines. */
export function figureTable(figures: readonly Figure[]): string {
  const rows = [TITLES, ...figures.map(cellsOf)];
  const widths = TITLES.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const line = (row: readonly string[]) =>
    row
      .map((cell, column) =>
        RIGHT.has(column) ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0),
      )
      .join('  ')
      .trimEnd();
  const [titles = [], ...body] = rows;
  return [line(titles), line(widths.map((width) => '-'.repeat(width))), ...body.map(line)].join('\n');
}

function cellsOf(figure: Figure): string[] {
  const { name, unit, ours, baseline, ratio, spread, pairs, target, against } = figure;
  const inTarget = ratio === undefined ? amount : plainRatio;
  return [
    name,
    `${amount(ours)} ${unit}`,
    baseline === undefined ? '' : amount(baseline),
    ratio === undefined ? '' : plainRatio(ratio),
    spread.map(inTarget).join(' – '),
    String(pairs),
    targetText(target, inTarget),
    verdictOf(figure),
    against ?? '',
  ];
}

/** About three digits that say something. */
export function amount(value: number): string {
  const size = Math.abs(value);
  const digits = size >= 100 ? 0 : size >= 10 ? 1 : 2;
  return value.toLocaleString('en-US', { minimumFractionDigits: digits, maximumFractionDigits: digits });
}

function plainRatio(value: number): string {
  return value.toFixed(Math.abs(value) >= 10 ? 1 : 2);
}
