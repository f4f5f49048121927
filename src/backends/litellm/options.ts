import { z } from 'zod';
import { openaiOptions } from '../openai/options.js';
import { TRANSPORT_OPTIONS } from '../service-options.js';

/** The options of `litellm`: those of `openai`, and what its other services need. */
export const litellmOptions = openaiOptions.extend({
  modelName: z.string().min(1).optional().describe('"provider/model", or the model alone with provider'),
  provider: z.string().min(1).optional().describe('who is asked, where modelName does not say: openai, anthropic …'),
  apiBase: z.string().min(1).optional().describe('address of the service, or of a LiteLLM proxy'),
  apiKey: z.string().optional().describe("default: the provider's own variable; os.environ/NAME names another one"),
  apiVersion: z.string().min(1).optional().describe('azure only (default AZURE_API_VERSION, then 2024-10-21)'),
  maxNewTokens: z.int().positive().optional().describe('the same as maxTokens'),
  anthropicApiKey: z.string().optional().describe('the same as apiKey, for anthropic'),
  awsAccessKeyId: z.string().optional().describe('bedrock only (default AWS_ACCESS_KEY_ID)'),
  awsSecretAccessKey: z.string().optional().describe('bedrock only (default AWS_SECRET_ACCESS_KEY)'),
  awsSessionToken: z.string().optional().describe('bedrock only (default AWS_SESSION_TOKEN)'),
  awsRegionName: z.string().min(1).optional().describe('bedrock only (default AWS_REGION_NAME, then AWS_REGION)'),
});
export type LitellmOptions = z.output<typeof litellmOptions>;

/** Options that are keys, by any name. */
export const KEY_OPTIONS = [
  'apiKey',
  'anthropicApiKey',
  'awsAccessKeyId',
  'awsSecretAccessKey',
  'awsSessionToken',
] as const;

export const LITELLM_TRANSPORT: readonly string[] = [...TRANSPORT_OPTIONS, ...KEY_OPTIONS];
