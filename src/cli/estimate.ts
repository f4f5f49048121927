import { effectiveOptions, optionsFrom } from '../api/effective-options.js';
import type { EstimateLine } from '../api/estimate/line.js';
import { type Range, sumOf } from '../api/estimate/range.js';
import { type Estimate, estimate } from '../api/estimate.js';
import { readRunFile } from '../config/run-file.js';
import { HretError } from '../errors.js';
import { formatCost, formatCount, formatDuration } from '../report/numbers.js';
import { plain } from '../report/plain.js';
import { printTable } from './print-result.js';
import type { Flags } from './program.js';
import { applySettings, runOptionsOf } from './settings.js';
import type { Terminal } from './terminal.js';

/** `hret estimate [config]`: what a run would take and cost. Asks nobody. */
export async function estimateCommand(terminal: Terminal, flags: Flags, file?: string): Promise<number> {
  applySettings(flags);
  const given = optionsFrom(runOptionsOf(flags), 'hret estimate');
  const options = file === undefined ? given : effectiveOptions(readRunFile(file), given);
  const made = await estimate(options, { outputTokens: outputTokensIn(flags) });
  if (flags.json === true) terminal.out(`${JSON.stringify(made)}\n`);
  else print(terminal, made);
  return 0;
}

function outputTokensIn({ outputTokens }: Flags): number | undefined {
  if (outputTokens === undefined) return undefined;
  const count = Number(outputTokens);
  if (Number.isSafeInteger(count) && count >= 0 && outputTokens !== '') return count;
  throw new HretError('usage', `--output-tokens: expected a whole number from 0, got "${String(outputTokens)}".`);
}

type Row = (what: string, range: Partial<Range>, format: (value: number | undefined) => string) => string[];

/** What one of several models takes; of one that writes nothing, no output. */
function linesOf({ role, model, requests, inputTokens, outputTokens, costUsd }: EstimateLine, row: Row): string[][] {
  const of = (what: string) => `${role} ${model}: ${what}`;
  return [
    row(of('requests'), requests, formatCount),
    row(of('input tokens'), inputTokens, formatCount),
    ...(outputTokens.most === 0 ? [] : [row(of('output tokens'), outputTokens, formatCount)]),
    ...(costUsd === undefined ? [] : [row(of('cost'), costUsd, formatCost)]),
  ];
}

function print(terminal: Terminal, made: Estimate): void {
  const row = (what: string, { typical, most }: Partial<Range>, format: (value: number | undefined) => string) => [
    what,
    format(typical),
    format(most),
  ];
  const exact = (what: string, count: number) => row(what, { typical: count, most: count }, formatCount);
  printTable(terminal, {
    columns: [
      { title: made.model, isUncut: true },
      { title: 'typical', align: 'right' },
      { title: 'most', align: 'right' },
    ],
    rows: [
      exact('samples', made.samples),
      ...(made.lines.length > 1 ? made.lines : []).flatMap((line) => linesOf(line, row)),
      row('requests', sumOf(made.lines.map((line) => line.requests)), formatCount),
      row('input tokens', sumOf(made.lines.map((line) => line.inputTokens)), formatCount),
      row('output tokens', made.outputTokens, formatCount),
      row('cost', made.costUsd ?? {}, formatCost),
      row(`time (bound by ${made.timeBoundBy})`, made.timeMs, formatDuration),
    ],
  });
  terminal.out(`\n${made.assumptions.map((line) => `- ${plain(line)}`).join('\n')}\n`);
}
