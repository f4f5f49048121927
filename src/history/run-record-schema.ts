import { z } from 'zod';
import type { RunRecord } from '../core/run-record.js';
import type { JsonObject } from '../util/json.js';

const json: z.ZodType<JsonObject> = z.record(z.string(), z.json());
const count = z.int().nonnegative();
const optional = z.exactOptional;

const metric = z.looseObject({
  n: count,
  unscored: count,
  mean: z.number(),
  stderr: optional(z.number()),
  ci95: optional(z.tuple([z.number(), z.number()])),
});
const metricTable = z.record(z.string(), metric);

const named = z.looseObject({ name: z.string(), params: json });

const spec = z.looseObject({
  dataset: z.looseObject({
    name: z.string(),
    subset: optional(z.array(z.string())),
    split: optional(z.string()),
    params: json,
  }),
  model: z.looseObject({ id: z.string(), params: json, source: optional(z.string()) }),
  evaluators: z.array(named),
  scaling: optional(named),
  fewShot: optional(json),
  limit: optional(z.number()),
  trials: z.int().positive(),
  seed: z.int(),
  language: optional(json),
  cotParser: optional(z.string()),
  compat: optional(z.string()),
});

/** `run.json` as it is read: written by us, but a person may have edited it, or another version may know more fields. */
export const runRecordSchema = z.looseObject({
  runId: z.string(),
  name: z.string(),
  kind: z.enum(['evaluation', 'context', 'tracked']),
  parentId: optional(z.string()),
  children: optional(z.array(z.string())),
  status: z.enum(['running', 'finished', 'failed', 'interrupted']),
  spec: optional(spec),
  specHash: optional(z.string()),
  startedAt: z.string(),
  finishedAt: optional(z.string()),
  elapsedMs: optional(z.number()),
  metrics: z.record(z.string(), z.number()),
  stats: metricTable,
  groups: z.record(z.string(), metricTable),
  counts: optional(z.looseObject({ total: count, scored: count, unscored: count, failed: count, truncated: count })),
  usage: optional(
    z.looseObject({ inputTokens: optional(count), outputTokens: optional(count), totalTokens: optional(count) }),
  ),
  costUsd: optional(z.number()),
  retries: optional(count),
  warnings: z.array(z.string()),
  error: optional(z.string()),
  errorCode: optional(z.string()),
  firstErrors: optional(z.array(z.string())),
  metadata: json,
  info: json,
  versions: z.record(z.string(), z.string()),
}) satisfies z.ZodType<RunRecord>;
