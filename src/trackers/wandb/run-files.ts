import type { JsonObject } from '../../core/json.js';
import type { FinishParcel, HistoryParcel, StartParcel } from './parcels.js';

/** A row of the history. `firstStep` is where our steps begin in a run that had some before. */
export function rowOf({ step, timestamp, runtime, values }: HistoryParcel, firstStep: number): JsonObject {
  return { ...values, _step: firstStep + step, _timestamp: timestamp, _runtime: runtime };
}

/** The last values of the history, what the run says as a whole, and how long it took. */
export function summaryAtEnd(summary: JsonObject, { summary: final, runtime, timestamp }: FinishParcel): JsonObject {
  return { ...summary, ...final, _runtime: runtime, _timestamp: timestamp, _wandb: { runtime: Math.round(runtime) } };
}

/** `wandb-metadata.json`: where the run was made, as W&B's overview shows it. */
export function metadataFile({ host, program, commit, repo, startedAt, os, node }: StartParcel): string {
  return JSON.stringify({
    os,
    node,
    host,
    program,
    startedAt: new Date(startedAt * 1000).toISOString(),
    ...((commit !== undefined || repo !== undefined) && { git: { remote: repo, commit } }),
  });
}
