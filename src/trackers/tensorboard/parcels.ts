import { resolve } from 'node:path';
import { z } from 'zod';
import type { RunRecord } from '../../core/run-record.js';
import type { RunEvent } from '../../core/tracker.js';
import type { World } from '../../core/world.js';
import { finalMetrics } from '../delivery/final-metrics.js';
import type { ParcelDraft, Told } from '../delivery/mirror.js';
import { params as paramsOf } from '../delivery/params.js';
import { resultText } from '../delivery/result-text.js';
import type { TensorBoardOptions } from './options.js';

const params = z.record(z.string(), z.union([z.string(), z.number(), z.boolean()]));
const metrics = z.record(z.string(), z.number());
const moment = { time: z.number(), step: z.int().nonnegative() };

/** What the parcels hold. `time` is when it happened, so that a parcel delivered twice is the same bytes twice. */
export const bodies = {
  /** `logDir` is absolute, so that `hret sync` finds it from anywhere; absent when the folder beside the runs is meant. */
  start: z.object({ time: z.number(), logDir: z.string().optional(), params: params.optional() }),
  metrics: z.object({ ...moment, metrics }),
  /**
   * `late`: the parameters of a context or of tracked numbers, whose metadata is known only now, and when it began.
   * `checkpoint`: means that have a place in the course of a training.
   */
  finish: z.object({
    ...moment,
    status: z.enum(['finished', 'failed']),
    metrics,
    text: z.string(),
    late: z.object({ startedAt: z.number(), params }).optional(),
    checkpoint: z.object({ step: moment.step, dataset: z.string(), metrics }).optional(),
  }),
} as const;

/** The parcels an event is worth. */
export function parcelsOf({ logDir }: TensorBoardOptions, { now, cwd }: Pick<World, 'now' | 'cwd'>) {
  const place = logDir === undefined ? {} : { logDir: resolve(cwd, logDir) };
  return (event: RunEvent, { record, step, snapshot }: Told): ParcelDraft[] => {
    if (event.type === 'run-start') {
      const known = isWholeFromTheStart(record) ? { params: paramsOf(record) } : {};
      return [{ kind: 'start', body: { time: secondsOf(record.startedAt), ...place, ...known } }];
    }
    if (snapshot !== undefined) return [{ kind: 'metrics', body: { time: now() / 1000, ...snapshot } }];
    return event.type === 'run-end' ? finishOf(event.record, step, now() / 1000) : [];
  };
}

/** A run that was interrupted is not over: its curves stand as they are, and go on when it is resumed. */
function finishOf(record: RunRecord, step: number, time: number): ParcelDraft[] {
  const { status } = record;
  if (status !== 'finished' && status !== 'failed') return [];
  const known = { startedAt: secondsOf(record.startedAt), params: paramsOf(record) };
  const late = isWholeFromTheStart(record) ? {} : { late: known };
  const result = { metrics: finalMetrics(record), text: resultText(record), ...checkpointOf(record) };
  return [{ kind: 'finish', body: { time, step: record.counts?.total ?? step, status, ...result, ...late } }];
}

/** The means of an evaluation in a context that says at which step of a training it was made: `metadata: { step: 1000 }`. */
function checkpointOf({ parentId, spec, metadata: { step }, metrics, groups }: RunRecord) {
  const isCheckpoint = parentId !== undefined && typeof step === 'number' && Number.isSafeInteger(step) && step >= 0;
  if (!isCheckpoint || spec === undefined) return {};
  const ofGroups = Object.entries(groups).flatMap(([group, table]) =>
    Object.entries(table).map(([name, { mean }]) => [`${name}/${group}`, mean] as const),
  );
  return { checkpoint: { step, dataset: spec.dataset.name, metrics: { ...metrics, ...Object.fromEntries(ofGroups) } } };
}

function isWholeFromTheStart({ kind }: RunRecord): boolean {
  return kind === 'evaluation';
}

/** Since the epoch. */
function secondsOf(isoTime: string): number {
  return Date.parse(isoTime) / 1000;
}
