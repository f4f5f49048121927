import { plain } from './plain.js';
import { plainStyle, type Style } from './style.js';
import { displayWidth, pad, truncate } from './text-width.js';

export interface Column {
  readonly title: string;
  /** Used where the table would be too wide. */
  readonly shortTitle?: string;
  /** Numbers stand on the right and are never cut; text stands on the left and may be. */
  readonly align?: 'left' | 'right';
  /** Text that is never cut. */
  readonly isUncut?: true;
}

/** A table as data; `textTable` and `markdownTable` write it. */
export interface Table {
  readonly columns: readonly Column[];
  readonly rows: readonly (readonly string[])[];
}

export interface TextTableOptions {
  /** Columns of the terminal; absent: as wide as it gets. */
  readonly maxWidth?: number;
  readonly style?: Style;
}

const GAP = '  ';

/** A text column is not cut below this. */
const NARROWEST = 6;

/** The table for a terminal: a header, a rule, the rows. Hangul and emoji are counted as wide as they are; the widest text column gives way. */
export function textTable(table: Table, { maxWidth = Infinity, style = plainStyle }: TextTableOptions = {}): string {
  const rows = table.rows.map((row) => table.columns.map((_, index) => plain(row[index] ?? '')));
  const rowWidths = naturalWidths(rows);
  const withTitles = (titles: readonly string[]) => widest(naturalWidths([titles]), rowWidths);
  const fullTitles = table.columns.map(({ title }) => plain(title));
  const isTooWide = totalWidth(withTitles(fullTitles)) > maxWidth;
  const titles = isTooWide ? table.columns.map(({ title, shortTitle = title }) => plain(shortTitle)) : fullTitles;
  const widths = shrunkWidths(table.columns, withTitles(titles), maxWidth);
  // Nothing stands behind text in the last column, and its cells may be a few words in the width of a page.
  const fillTo = table.columns.at(-1)?.align === 'right' ? widths : widths.slice(0, -1);
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, index) => pad(truncate(cell, widths[index] ?? 0), fillTo[index] ?? 0, table.columns[index]?.align))
      .join(GAP)
      .trimEnd();
  const rule = widths.map((width) => '─'.repeat(width)).join(GAP);
  return [style.bold(line(titles)), style.dim(rule), ...rows.map(line)].join('\n');
}

function naturalWidths(rows: readonly (readonly string[])[]): number[] {
  const widths: number[] = [];
  for (const row of rows) {
    for (const [index, cell] of row.entries()) widths[index] = Math.max(widths[index] ?? 0, displayWidth(cell));
  }
  return widths;
}

function widest(some: readonly number[], others: readonly number[]): number[] {
  return some.map((width, index) => Math.max(width, others[index] ?? 0));
}

function totalWidth(widths: readonly number[]): number {
  return widths.reduce((sum, width) => sum + width, (widths.length - 1) * GAP.length);
}

/** Takes room from the widest text column, one place after the other, until the table fits or nothing can give way. */
function shrunkWidths(columns: readonly Column[], natural: readonly number[], maxWidth: number): number[] {
  const widths = [...natural];
  let excess = totalWidth(widths) - maxWidth;
  while (excess > 0) {
    const widest = widestText(columns, widths);
    if (widest === undefined) break;
    widths[widest] = (widths[widest] ?? 0) - 1;
    excess--;
  }
  return widths;
}

function widestText(columns: readonly Column[], widths: readonly number[]): number | undefined {
  let widest: number | undefined;
  for (const [index, width] of widths.entries()) {
    const canShrink = columns[index]?.align !== 'right' && !columns[index]?.isUncut && width > NARROWEST;
    if (canShrink && (widest === undefined || width > (widths[widest] ?? 0))) widest = index;
  }
  return widest;
}
