import { resolve } from 'node:path';
import type { RunRecord } from '../core/run-record.js';
import type { RunFolder } from '../core/tracker.js';
import type { Sitting } from './sitting.js';

/** Where a run is kept, as trackers see it. */
export function runFolder({ outputDir, store }: Pick<Sitting, 'outputDir' | 'store'>, record: RunRecord): RunFolder {
  return {
    path: resolve(outputDir, 'runs', record.runId),
    results: () => store.results(record.runId),
    async earlier() {
      const { earlierRun } = await import('./earlier-run.js');
      return earlierRun(record, store);
    },
  };
}
