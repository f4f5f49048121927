import { z } from 'zod';
import type { JsonObject } from '../../core/json.js';
import type { RunRecord } from '../../core/run-record.js';

/** What a stored JSON object is taken for: nothing is known of it but that it is one. */
export const jsonObject: z.ZodType<JsonObject> = z.record(z.string(), z.json());

/** Seconds since the epoch, and since the run began: written down with the event, so that a repeat tells the same. */
const moment = { timestamp: z.number(), runtime: z.number() };

export const startParcel = z.object({
  id: z.string(),
  /** The user named the run: it may exist in W&B already. */
  resume: z.enum(['allow', 'must', 'never']).optional(),
  baseUrl: z.string(),
  /** Absolute: where an offline run is written. */
  dir: z.string(),
  project: z.string(),
  entity: z.string().optional(),
  displayName: z.string(),
  group: z.string().optional(),
  jobType: z.string(),
  tags: z.array(z.string()),
  notes: z.string().optional(),
  host: z.string(),
  os: z.string(),
  node: z.string(),
  program: z.string().optional(),
  commit: z.string().optional(),
  repo: z.string().optional(),
  /** Seconds since the epoch. */
  startedAt: z.number(),
  config: jsonObject,
});
export type StartParcel = z.output<typeof startParcel>;

export const historyParcel = z.object({ step: z.int(), ...moment, values: z.record(z.string(), z.number()) });
export type HistoryParcel = z.output<typeof historyParcel>;

/** The last row of the history: the metrics as the run ended, and the table of samples where one is wanted. */
export const tableParcel = z.object({ ...historyParcel.shape, hasTable: z.boolean() });
export type TableParcel = z.output<typeof tableParcel>;

export const resultsParcel = z.object({ name: z.string() });
export type ResultsParcel = z.output<typeof resultsParcel>;

export const finishParcel = z.object({
  ...moment,
  exitCode: z.int(),
  summary: jsonObject,
  config: jsonObject,
});
export type FinishParcel = z.output<typeof finishParcel>;

/** What a Python script would have left: W&B shows anything but 0 as failed, and 255 is what Ctrl-C leaves. */
export function exitCodeOf({ status }: RunRecord): number {
  if (status === 'finished') return 0;
  return status === 'interrupted' ? 255 : 1;
}

/** What a run says besides its numbers. */
export function wordsOf({ status, error }: RunRecord): JsonObject {
  return { status, ...(error !== undefined && { error }) };
}
