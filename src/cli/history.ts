import { existsSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { warnUser } from '../api/log.js';
import { isLowerBetter } from '../core/metric-direction.js';
import type { RunStore } from '../core/run-store.js';
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
  const store = await storeFor(flags);
  if (flags.rebuild === true) await setBrokenAside(outputDirOf(), terminal);
  using history = await openHistory(outputDirOf(), { warn: warnUser });
  if (store !== undefined && flags.rebuild === true)
    terminal.err(`hret: the history was made anew from ${await history.rebuild(store)} runs\n`);
  if (flags.json === true) {
    terminal.out(`${JSON.stringify(history.entries())}\n`);
    return 0;
  }
  const metric = typeof flags.metric === 'string' ? flags.metric : undefined;
  // Only the entries know how sure a value is; a line is made sooner.
  const lines = metric === undefined ? history.lines() : history.entries();
  if (lines.length === 0) {
    terminal.out(`There are no runs in ${plain(outputDirOf())} yet.\n`);
    return 0;
  }
  const shown = metric === undefined ? lines : lines.filter(({ metrics }) => metric in metrics);
  if (shown.length > 0) printTable(terminal, historyTable(shown, metric));
  if (metric !== undefined) terminal.out(bestText(history.compareMetric(metric), metric));
  return 0;
}

/**
 * Importing what reads the run folders takes longer than listing ten thousand runs. It is for making the history anew,
 * and for a folder without one, about which it may have something to say.
 */
async function storeFor({ rebuild }: Flags): Promise<RunStore | undefined> {
  if (rebuild !== true && existsSync(join(outputDirOf(), 'history.db'))) return undefined;
  const [{ openSitting }, { currentConfig }] = await Promise.all([
    import('../api/sitting.js'),
    import('../config/settings.js'),
  ]);
  return openSitting(outputDirOf(), currentConfig().logLevel).store;
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
