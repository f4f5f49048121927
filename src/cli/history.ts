import { existsSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { openSitting } from '../api/sitting.js';
import { currentConfig } from '../config/settings.js';
import { isLowerBetter } from '../core/metric-direction.js';
import { HretError } from '../errors.js';
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
  if (flags.rebuild === true) await setBrokenAside(outputDirOf(), terminal);
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

/** A history that cannot be read is kept under another name, so that a new one can be made. */
async function setBrokenAside(outputDir: string, terminal: Terminal): Promise<void> {
  try {
    (await openHistory(outputDir, { warn: () => {} })).close();
  } catch (error) {
    const path = join(outputDir, 'history.db');
    if (!(error instanceof HretError && error.code === 'store') || !existsSync(path)) throw error;
    renameSync(path, `${path}.broken`);
    for (const rest of ['-wal', '-shm']) rmSync(path + rest, { force: true });
    terminal.err(`hret: the history could not be read and was set aside as ${plain(path)}.broken\n`);
  }
}
