import { Audience } from '../core/follow.js';
import type { RunRecord } from '../core/run-record.js';
import type { Tracker } from '../core/tracker.js';
import { discreet } from './discreet.js';
import { runFolder } from './run-folder.js';
import type { Sitting } from './sitting.js';
import { tellOutcomes } from './tracker-outcomes.js';

/** Tells trackers of a run that is over and is kept, from its beginning to its end. What goes wrong is a warning. */
export async function tellWhole(
  record: RunRecord,
  trackers: readonly Tracker[],
  sitting: Sitting,
  hurry?: AbortSignal,
): Promise<void> {
  const { world, secrets, store } = sitting;
  const discreetly = trackers.map((tracker) => discreet(tracker, secrets));
  const audience = new Audience(discreetly, world.warn);
  const folder = runFolder(sitting, record);
  const { finishedAt: _f, elapsedMs: _e, metrics: _m, ...begun } = record;
  audience.hear({
    type: 'run-start',
    record: { ...begun, status: 'running', metrics: {}, stats: {}, groups: {} },
    ...(record.counts !== undefined && { total: record.counts.total }),
    folder,
  });
  if (record.kind === 'evaluation')
    for await (const result of store.results(record.runId)) audience.hear({ type: 'sample-end', result });
  audience.hear({ type: 'run-end', record });
  await audience.close({ sleep: world.sleep, ...(hurry !== undefined && { hurry }) });
  tellOutcomes(discreetly, record.runId, sitting);
}
