import type { Json } from '../../core/json.js';
import type { SampleResult } from '../../core/sample-result.js';

type Cell = string | number | null;

/** One column of the table of samples. */
export interface Column {
  readonly name: string;
  readonly type: 'string' | 'number';
  cell(result: SampleResult): Cell | undefined;
}

const before: readonly Column[] = [
  text('id', ({ id }) => id),
  number('trial', ({ trial }) => trial),
  text('group', ({ group }) => group),
  text('input', ({ input }) => input),
  text('reference', ({ reference }) => reference),
  text('prediction', ({ prediction }) => prediction),
  text('extracted', ({ evaluation }) => textOf(evaluation.extracted)),
];
const after: readonly Column[] = [
  text('status', ({ status }) => status),
  text('reason', ({ reason }) => reason),
  text('error', ({ error }) => error),
  number('latency_ms', ({ latencyMs }) => latencyMs),
  number('input_tokens', ({ usage }) => usage?.inputTokens),
  number('output_tokens', ({ usage }) => usage?.outputTokens),
  number('cost_usd', ({ costUsd }) => costUsd),
];

/** The columns that hold anything in these results, the metrics between the texts and the circumstances; and how many rows. */
export async function columnsOf(
  results: AsyncIterable<SampleResult>,
): Promise<{ readonly columns: readonly Column[]; readonly rows: number }> {
  const used = new Set<Column>();
  const metrics = new Set<string>();
  let rows = 0;
  for await (const result of results) {
    rows++;
    for (const name of Object.keys(result.scores)) metrics.add(name);
    for (const column of [...before, ...after]) {
      if (!used.has(column) && column.cell(result) !== undefined) used.add(column);
    }
  }
  const ofUs = new Set([...before, ...after].map(({ name }) => name));
  const scores = [...metrics]
    .sort()
    .map((metric) => number(ofUs.has(metric) ? `scores/${metric}` : metric, (result) => result.scores[metric]));
  const isUsed = (column: Column) => used.has(column);
  return { columns: [...before.filter(isUsed), ...scores, ...after.filter(isUsed)], rows };
}

function text(name: string, cell: (result: SampleResult) => string | undefined): Column {
  return { name, type: 'string', cell };
}

function number(name: string, cell: (result: SampleResult) => number | undefined): Column {
  return { name, type: 'number', cell };
}

function textOf(value: Json | undefined): string | undefined {
  if (value === undefined || value === null) return undefined;
  return typeof value === 'string' ? value : JSON.stringify(value);
}
