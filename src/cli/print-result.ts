import type { EvaluationResult } from '../api/evaluation-result.js';
import { failuresOf, failureTable, groupFailures } from '../report/failures.js';
import { formatCost, formatCount, formatDuration } from '../report/numbers.js';
import { plain } from '../report/plain.js';
import { floorRuns, groupTable, runTable } from '../report/run-table.js';
import { styleFor } from '../report/style.js';
import { type Table, textTable } from '../report/table.js';
import type { Flags } from './program.js';
import type { Terminal } from './terminal.js';

/** A result on stdout: one object with `--json`, tables otherwise. */
export function printResult(terminal: Terminal, result: EvaluationResult, flags: Flags): void {
  if (flags.json === true) terminal.out(`${JSON.stringify(resultObject(result))}\n`);
  else terminal.out(resultText(terminal, result));
}

/** `{ runId, metrics, stats, groups, counts, info }`. */
function resultObject({ info, metrics, stats, groups, counts }: EvaluationResult): Record<string, unknown> {
  return { runId: info.runId, metrics, stats, groups, counts, info };
}

export function printTable(terminal: Terminal, table: Table): void {
  terminal.out(`${tableText(terminal, table)}\n`);
}

function tableText({ columns, isColored }: Terminal, table: Table): string {
  return textTable(table, { ...(columns !== undefined && { maxWidth: columns }), style: styleFor(isColored) });
}

function resultText(terminal: Terminal, result: EvaluationResult): string {
  const { record } = result;
  const parts = [tableText(terminal, runTable([record, ...floorRuns(record)]))];
  if (Object.keys(record.groups).length > 1) parts.push(tableText(terminal, groupTable(record)));
  if (record.firstErrors !== undefined)
    parts.push(`First errors:\n${tableText(terminal, failureTable(groupFailures(failuresOf(record.firstErrors))))}`);
  for (const warning of record.warnings) parts.push(`Note: ${plain(warning)}`);
  parts.push(spentText(result), `Run ${result.info.runId}\nkept in ${plain(result.info.location)}`);
  return `${parts.join('\n\n')}\n`;
}

function spentText({ info }: EvaluationResult): string {
  const tokens = info.usage?.totalTokens ?? (info.usage?.inputTokens ?? 0) + (info.usage?.outputTokens ?? 0);
  const spent = [
    formatDuration(info.elapsedMs),
    ...(info.retries > 0 ? [`${formatCount(info.retries)} retries`] : []),
    ...(tokens > 0 ? [`${formatCount(tokens)} tokens`] : []),
    ...(info.costUsd !== undefined ? [formatCost(info.costUsd)] : []),
  ];
  return spent.join(', ');
}
