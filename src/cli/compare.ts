import {
  compareAll,
  compareIndependentResults,
  compareResults,
  type EvaluationResult,
} from '../api/evaluation-result.js';
import { againstBaseline, comparedRuns } from '../api/result-tools.js';
import { HretError } from '../errors.js';
import { comparisonTable, comparisonVerdict } from '../report/comparison-table.js';
import { openResults } from './open-results.js';
import { printTable } from './print-result.js';
import type { Flags } from './program.js';
import type { Terminal } from './terminal.js';

/** `hret compare <runA> <runB> [more…]`. */
export async function compareCommand(terminal: Terminal, flags: Flags, ...names: string[]): Promise<number> {
  const results = await openResults(flags, ...names);
  const [a, b, ...more] = results;
  if (a === undefined || b === undefined) throw new HretError('usage', 'hret compare: name two runs or more.');
  if (more.length > 0) compareSeveral(terminal, flags, results);
  else comparePair(terminal, flags, a, b);
  return 0;
}

function comparePair(terminal: Terminal, flags: Flags, a: EvaluationResult, b: EvaluationResult): void {
  const compare = flags.independent === true ? compareIndependentResults : compareResults;
  const comparison = compare(a, b, metricOf(flags));
  if (flags.json === true) {
    printJson(terminal, { a: a.info.runId, b: b.info.runId, ...comparison });
    return;
  }
  const runs = comparedRuns(a, b, comparison);
  printTable(terminal, comparisonTable(runs));
  terminal.out(`\n${comparisonVerdict(runs)}\n`);
}

function compareSeveral(terminal: Terminal, flags: Flags, results: readonly EvaluationResult[]): void {
  if (flags.independent === true) throw new HretError('usage', 'hret compare --independent takes two runs.');
  const byId = Object.fromEntries(results.map((result) => [result.info.runId, result]));
  if (flags.json === true) {
    printJson(terminal, { baseline: results[0]?.info.runId, comparisons: compareAll(byId, metricOf(flags)) });
    return;
  }
  const { table, cautions } = againstBaseline(byId, metricOf(flags), (_, { info }) => info.name);
  printTable(terminal, table);
  for (const caution of cautions) terminal.out(`${caution}\n`);
}

function metricOf({ metric }: Flags): { metric?: string } {
  return typeof metric === 'string' ? { metric } : {};
}

function printJson(terminal: Terminal, value: unknown): void {
  terminal.out(`${JSON.stringify(value)}\n`);
}
