import { z } from 'zod';

/** Servers say more, and newer ones more still: only what is used is asked for. */
const pairs = z.array(z.object({ key: z.string(), value: z.string().default('') })).default([]);

const run = z.object({
  info: z.object({
    run_id: z.string().min(1),
    experiment_id: z.string(),
    artifact_uri: z.string().default(''),
    lifecycle_stage: z.string().default('active'),
  }),
  data: z.object({ tags: pairs }).default({ tags: [] }),
});

export const runReply = z.object({ run });
/** No runs found is an empty object. */
export const runsReply = z.object({ runs: z.array(run).default([]) });
export const experimentReply = z.object({
  experiment: z.object({ experiment_id: z.string(), lifecycle_stage: z.string().default('active') }),
});
export const newExperimentReply = z.object({ experiment_id: z.string() });
export const traceReply = z.object({
  trace: z.object({
    trace_info: z.object({ tags: z.record(z.string(), z.string()).default({}) }),
  }),
});
export const presignedReply = z.object({
  presigned_url: z.url(),
  headers: z.record(z.string(), z.string()).default({}),
});
export const anything = z.unknown();

export type RunReply = z.output<typeof run>;
