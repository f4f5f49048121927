import { z } from 'zod';
import type { JsonObject } from '../../core/json.js';
import type { RunRecord } from '../../core/run-record.js';
import type { RunEvent } from '../../core/tracker.js';
import type { ParcelDraft } from '../delivery/mirror.js';

const optional = z.exactOptional;

/** A run in a message. Its metrics and counts are there once it has ended. */
const runSchema = z.strictObject({
  id: z.string(),
  name: z.string(),
  kind: z.enum(['evaluation', 'context', 'tracked']),
  parentId: optional(z.string()),
  status: z.enum(['running', 'finished', 'failed', 'interrupted']),
  dataset: optional(z.string()),
  subset: optional(z.array(z.string())),
  split: optional(z.string()),
  model: optional(z.string()),
  evaluators: optional(z.array(z.string())),
  startedAt: z.string(),
  finishedAt: optional(z.string()),
  elapsedSeconds: optional(z.number()),
  metrics: z.record(z.string(), z.number()),
  /** 95 % intervals of those metrics that have one. */
  intervals: optional(z.record(z.string(), z.tuple([z.number(), z.number()]))),
  counts: optional(z.record(z.string(), z.number())),
  costUsd: optional(z.number()),
  error: optional(z.string()),
});
export type ToldOfRun = z.output<typeof runSchema>;

export const bodySchema = z.strictObject({ run: runSchema });

/** One parcel as the run begins, and one as it ends; whether they are posted is decided when they are delivered. */
export function parcelsOf(event: RunEvent): ParcelDraft[] {
  if (event.type === 'run-start') return [{ kind: 'start', body: { run: toldOf(event.record) } }];
  return event.type === 'run-end' ? [{ kind: 'end', body: { run: toldOf(event.record) } }] : [];
}

function toldOf(record: RunRecord): JsonObject & ToldOfRun {
  const { spec, stats, counts, parentId, finishedAt, elapsedMs, costUsd, error } = record;
  const intervals = Object.entries(stats).flatMap(([name, { ci95 }]) =>
    ci95 === undefined ? [] : [[name, [ci95[0], ci95[1]] as [number, number]] as const],
  );
  return {
    id: record.runId,
    name: record.name,
    kind: record.kind,
    ...(parentId !== undefined && { parentId }),
    status: record.status,
    ...(spec !== undefined && {
      dataset: spec.dataset.name,
      ...(spec.dataset.subset !== undefined && { subset: [...spec.dataset.subset] }),
      ...(spec.dataset.split !== undefined && { split: spec.dataset.split }),
      model: spec.model.id,
      evaluators: spec.evaluators.map(({ name }) => name),
    }),
    startedAt: record.startedAt,
    ...(finishedAt !== undefined && { finishedAt }),
    ...(elapsedMs !== undefined && { elapsedSeconds: elapsedMs / 1000 }),
    metrics: { ...record.metrics },
    ...(intervals.length > 0 && { intervals: Object.fromEntries(intervals) }),
    ...(counts !== undefined && { counts: { ...counts } }),
    ...(costUsd !== undefined && { costUsd }),
    ...(error !== undefined && { error }),
  };
}
