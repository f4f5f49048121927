import { sharedInterrupt } from '../api/shared-interrupt.js';
import { openSitting } from '../api/sitting.js';
import { type SyncedRun, syncRuns } from '../api/sync.js';
import { currentConfig } from '../config/settings.js';
import { plain } from '../report/plain.js';
import { listenForInterrupt } from './interrupt.js';
import type { Flags } from './program.js';
import { applySettings, outputDirOf } from './settings.js';
import type { Terminal } from './terminal.js';

/** `hret sync [run]`: delivers what trackers missed; exit code 1 when something is left. */
export async function syncCommand(terminal: Terminal, flags: Flags, run?: string): Promise<number> {
  applySettings(flags);
  using _interrupt = listenForInterrupt(terminal);
  const sitting = openSitting(outputDirOf(), currentConfig().logLevel);
  const drain = sharedInterrupt()?.drain;
  const synced: SyncedRun[] = [];
  for await (const each of syncRuns(sitting, run, drain)) {
    synced.push(each);
    if (flags.json !== true) terminal.out(`${plain(lineFor(each))}\n`);
  }
  if (flags.json === true)
    terminal.out(`${JSON.stringify({ runs: synced.map(({ outcome: _, ...facts }) => facts) })}\n`);
  else if (synced.length === 0) terminal.out('Nothing is left to be sent.\n');
  if (drain?.aborted) return 130;
  return synced.every(({ left }) => left === 0) ? 0 : 1;
}

function lineFor({ runId, status, outcome }: SyncedRun): string {
  const open = status === 'running' ? '; the run is not finished: end it with hret resume, then sync again' : '';
  return `${runId}  ${outcome}${open}`;
}
