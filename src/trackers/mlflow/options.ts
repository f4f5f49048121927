import { z } from 'zod';

/** What a user can say about MLflow; whatever is absent comes from the `MLFLOW_*` variables, then from the defaults named here. */
export const mlflowOptions = z.strictObject({
  trackingUri: z
    .string()
    .min(1)
    .optional()
    .describe('http://<server>:5000, or file:./mlruns for files without a server; else MLFLOW_TRACKING_URI'),
  experimentName: z
    .string()
    .min(1)
    .optional()
    .describe(
      'the experiment; else MLFLOW_EXPERIMENT_NAME, MLFLOW_EXPERIMENT_ID, else that of the parent, else "hret"',
    ),
  runName: z.string().min(1).optional().describe('the name shown for the outermost run; else the name of the run'),
  parentRunId: z
    .string()
    .min(1)
    .optional()
    .describe('an MLflow run that the outermost run is nested in, say that of a training; else MLFLOW_RUN_ID'),
  tags: z.record(z.string(), z.string()).default({}).describe('tags for every run'),
  logSamples: z.boolean().default(true).describe('send the samples as a table'),
  logArtifacts: z.boolean().default(true).describe('send result.json, samples.jsonl, params.json and report.md'),
  traces: z
    .boolean()
    .default(false)
    .describe('send every sample as a trace with assessments too (servers from MLflow 3 on)'),
});

export type MlflowOptions = z.output<typeof mlflowOptions>;
