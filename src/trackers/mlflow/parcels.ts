import { z } from 'zod';
import type { RunRecord } from '../../core/run-record.js';
import type { RemoteStatus } from './store.js';

const params = z.record(z.string(), z.union([z.string(), z.number(), z.boolean()]));
const tags = z.record(z.string(), z.string());
/** Milliseconds since the epoch, and samples so far: written down with the event, so that a repeat is the same point. */
const moment = { timestamp: z.int(), step: z.int() };
const metrics = z.record(z.string(), z.number());

export const startParcel = z.object({
  /** The server or folder the run was meant for. */
  place: z.string(),
  runId: z.string(),
  /** The run it belongs to, as hret knows it. */
  parentId: z.string().optional(),
  /** An MLflow run to nest it in. */
  parentRunId: z.string().optional(),
  experimentName: z.string().optional(),
  experimentId: z.string().optional(),
  name: z.string(),
  user: z.string(),
  /** Milliseconds since the epoch. */
  startTime: z.int(),
  tags,
  params,
});
export type StartParcel = z.output<typeof startParcel>;

export const metricsParcel = z.object({ ...moment, metrics });
export type MetricsParcel = z.output<typeof metricsParcel>;

/** What the run found, and what was known of it only at its end. */
export const resultParcel = z.object({ ...moment, metrics, params, tags });
export type ResultParcel = z.output<typeof resultParcel>;

/** Results by their place in the dataset: from the first one, so many. */
export const tracesParcel = z.object({ first: z.int(), count: z.int() });
export type TracesParcel = z.output<typeof tracesParcel>;

export const finishParcel = z.object({ status: z.enum(['FINISHED', 'FAILED', 'KILLED']), endTime: z.int() });
export type FinishParcel = z.output<typeof finishParcel>;

export function remoteStatus({ status }: RunRecord): Exclude<RemoteStatus, 'RUNNING'> {
  if (status === 'finished') return 'FINISHED';
  return status === 'interrupted' ? 'KILLED' : 'FAILED';
}
