import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { RunRecord } from '../../core/run-record.js';
import { messageOf } from '../../errors.js';
import { loadLibsql } from '../../history/database.js';
import { openHistory } from '../../history/history.js';
import type { Sitting } from '../sitting.js';
import { undelivered } from '../sync.js';
import type { Finding } from './finding.js';

const SHOWN = 3;

/** Whether SQLite works here, and the index over the runs with it. */
export async function historyFinding({ outputDir, world }: Sitting): Promise<Finding> {
  const what = 'history';
  try {
    loadLibsql();
  } catch (error) {
    return { what, state: 'problem', found: messageOf(error) };
  }
  const path = join(outputDir, 'history.db');
  if (!existsSync(path)) return { what, state: 'ok', found: 'SQLite works; there is no history.db here yet' };
  try {
    using history = await openHistory(outputDir, { warn: world.warn });
    return { what, state: 'ok', found: `${path} with ${history.lines().length} runs` };
  } catch (error) {
    const advice = 'hret history --rebuild makes it anew from the runs.';
    return { what, state: 'problem', found: `${path} cannot be read: ${messageOf(error)}`, advice };
  }
}

/** Runs that did not end, and runs of which a tracker missed something. */
export async function runFindings(sitting: Sitting): Promise<Finding[]> {
  const open: RunRecord[] = [];
  const missed = new Set<string>();
  let all = 0;
  for await (const record of sitting.store.records()) {
    all++;
    if (record.parentId === undefined && (record.status === 'running' || record.status === 'interrupted'))
      open.push(record);
    for (const tracker of undelivered(sitting, record)) missed.add(`${record.runId} (${tracker})`);
  }
  const findings: Finding[] = [{ what: 'runs', state: 'ok', found: `${all} in ${sitting.outputDir}` }];
  if (open.length > 0)
    findings.push({
      ...{ what: 'unfinished runs', state: 'note', found: someOf(open.map(({ runId }) => runId)) },
      advice: `Where no process is at work on it any more: hret resume ${open[0]?.runId}`,
    });
  if (missed.size > 0)
    findings.push({ what: 'undelivered', state: 'note', found: someOf([...missed]), advice: 'hret sync' });
  return findings;
}

function someOf(names: readonly string[]): string {
  const more = names.length - SHOWN;
  return `${names.length}: ${names.slice(0, SHOWN).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}
