import { compareResults } from '../api/evaluation-result.js';
import { comparedRuns } from '../api/result-tools.js';
import { comparisonTable, comparisonVerdict } from '../report/comparison-table.js';
import { openResults } from './open-results.js';
import { printTable } from './print-result.js';
import type { Flags } from './program.js';
import type { Terminal } from './terminal.js';

/** `hret compare <runA> <runB>`. */
export async function compareCommand(terminal: Terminal, flags: Flags, ...names: string[]): Promise<number> {
  const [a, b] = await openResults(flags, ...names);
  if (a === undefined || b === undefined) return 2;
  const comparison = compareResults(a, b, typeof flags.metric === 'string' ? { metric: flags.metric } : {});
  if (flags.json === true) {
    terminal.out(`${JSON.stringify({ a: a.info.runId, b: b.info.runId, ...comparison })}\n`);
    return 0;
  }
  const runs = comparedRuns(a, b, comparison);
  printTable(terminal, comparisonTable(runs));
  terminal.out(`\n${comparisonVerdict(runs)}\n`);
  if (comparison.unpaired > 0)
    terminal.out(`${comparison.unpaired} samples have a value in only one of the runs and are left out.\n`);
  return 0;
}
