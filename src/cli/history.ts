import { openSitting } from '../api/sitting.js';
import { currentConfig } from '../config/settings.js';
import { isLowerBetter } from '../core/metric-direction.js';
import { openHistory } from '../history/history.js';
import { historyTable } from '../report/history-table.js';
import { formatValue } from '../report/numbers.js';
import { plain } from '../report/plain.js';
import { printTable } from './print-result.js';
import type { Flags } from './program.js';
import { applySettings, outputDirOf } from './settings.js';
import type { Terminal } from './terminal.js';

/** `hret history`. */
export async function historyCommand(terminal: Terminal, flags: Flags): Promise<number> {
  applySettings(flags);
  const { store, world } = openSitting(outputDirOf(), currentConfig().logLevel);
  using history = await openHistory(outputDirOf(), { warn: world.warn });
  if (flags.rebuild === true)
    terminal.err(`hret: the history was made anew from ${await history.rebuild(store)} runs\n`);
  const entries = history.entries();
  if (flags.json === true) {
    terminal.out(`${JSON.stringify(entries)}\n`);
    return 0;
  }
  if (entries.length === 0) {
    terminal.out(`There are no runs in ${plain(outputDirOf())} yet.\n`);
    return 0;
  }
  const metric = typeof flags.metric === 'string' ? flags.metric : undefined;
  const shown = metric === undefined ? entries : entries.filter(({ metrics }) => metric in metrics);
  if (shown.length > 0) printTable(terminal, historyTable(shown, metric));
  if (metric !== undefined) terminal.out(bestText(history.compareMetric(metric), metric));
  return 0;
}

function bestText(
  compared: ReturnType<Awaited<ReturnType<typeof openHistory>>['compareMetric']>,
  metric: string,
): string {
  const { _stats: stats } = compared;
  if (stats === undefined) return `\nNo finished run has "${plain(metric)}".\n`;
  const better = isLowerBetter(metric) ? ' (lower is better)' : '';
  return `\nbest ${formatValue(stats.best)}${better}: ${plain(stats.bestRun)}; average ${formatValue(stats.average)}; worst ${formatValue(stats.worst)}\n`;
}
