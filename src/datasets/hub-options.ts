import { z } from 'zod';

/** Options of every dataset that lives on the hub. */
export const hubOptions = z.strictObject({
  path: z.string().min(1).optional().describe("a local copy in the hub's schema: a folder, or one file"),
  revision: z.string().min(1).optional().describe('branch, tag or commit on the hub (default main)'),
  token: z.string().min(1).optional().describe('hub token (default HF_TOKEN)'),
  basePromptTemplate: z.string().optional().describe('prompt template; {name} is filled in, {{ and }} are braces'),
});
export type HubOptions = z.output<typeof hubOptions>;
