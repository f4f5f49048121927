import { plain } from './plain.js';
import type { Table } from './table.js';
import { displayWidth, pad } from './text-width.js';

/** The table in GitHub's Markdown, aligned in the source as well. */
export function markdownTable({ columns, rows }: Table): string {
  const titles = columns.map(({ title }) => markdownText(title));
  const cells = rows.map((row) => columns.map((_, index) => markdownText(row[index] ?? '')));
  const widths = columns.map((_, index) =>
    Math.max(3, ...[titles, ...cells].map((row) => displayWidth(row[index] ?? ''))),
  );
  const line = (row: readonly string[]) =>
    `| ${row.map((cell, index) => pad(cell, widths[index] ?? 0, columns[index]?.align)).join(' | ')} |`;
  const rule = columns.map(({ align }, index) => {
    const dashes = '-'.repeat((widths[index] ?? 0) - 1);
    return align === 'right' ? `${dashes}:` : `-${dashes}`;
  });
  return [line(titles), `| ${rule.join(' | ')} |`, ...cells.map(line)].join('\n');
}

/** Text of models and services in Markdown: it cannot end a table cell, make HTML, a link, an image or code. */
export function markdownText(text: string): string {
  return plain(text)
    .replace(/[\\`*|]/g, '\\$&')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('](', ']\\(')
    .replaceAll('][', ']\\[');
}
