import { z } from 'zod';

/** What a user can say about W&B; whatever is absent comes from the `WANDB_*` variables, then from the defaults named here. */
export const wandbOptions = z.strictObject({
  projectName: z.string().optional().describe('the project; else WANDB_PROJECT, else "hret"'),
  entity: z.string().optional().describe('the user or team; else WANDB_ENTITY, else the default of the key'),
  name: z.string().optional().describe('the name shown for the run; else WANDB_NAME, else the name of the run'),
  id: z
    .string()
    .optional()
    .describe('the id of the run; else WANDB_RUN_ID, else derived from the id that hret gave it'),
  resume: z
    .enum(['allow', 'must', 'never'])
    .optional()
    .describe('with an id: whether a run of that id is gone on with; else WANDB_RESUME, else "allow"'),
  group: z.string().optional().describe('the group; else WANDB_RUN_GROUP, else the context the run belongs to'),
  jobType: z.string().optional().describe('the job type; else WANDB_JOB_TYPE, else the kind of the run'),
  tags: z.array(z.string()).optional().describe('tags; else WANDB_TAGS, separated by commas'),
  notes: z.string().optional().describe('notes; else WANDB_NOTES'),
  mode: z.enum(['online', 'offline', 'disabled']).optional().describe('else WANDB_MODE, else "online"'),
  baseUrl: z.string().optional().describe('the server; else WANDB_BASE_URL, else https://api.wandb.ai'),
  apiKey: z.string().optional().describe('the key; else WANDB_API_KEY, else the one in ~/.netrc'),
  dir: z.string().optional().describe('where offline runs are written, in a folder "wandb"; else WANDB_DIR, else here'),
  logSamples: z.boolean().default(true).describe('send the samples as a table'),
  logResults: z.boolean().default(true).describe('send run.json and the samples as an artifact'),
  transport: z
    .enum(['own', 'sdk'])
    .default('own')
    .describe('who sends the history: hret, or the package @wandb/sdk, which loses it when the server fails'),
});

export type WandbOptions = z.output<typeof wandbOptions>;
