import { z } from 'zod';
import { HretError } from '../../errors.js';
import { serviceOptions } from '../service-options.js';
import { responseFormat } from './response-format.js';
import type { Api } from './server.js';

const milliseconds = z.int().positive();
const WE_SEND_THESE: readonly string[] = [
  'messages',
  'prompt',
  'input',
  'model',
  'n',
  'seed',
  'stream',
  'logprobs',
  'top_logprobs',
];

/** The options of `openai`, and of every service that speaks its protocol. */
export const openaiOptions = z.strictObject({
  modelName: z.string().min(1).optional().describe('name of the model, as the service knows it'),
  model: z.string().min(1).optional().describe('the same as modelName'),
  apiBase: z
    .string()
    .min(1)
    .optional()
    .describe('address up to /v1 (default: OPENAI_API_BASE, OPENAI_BASE_URL, then https://api.openai.com/v1)'),
  apiKey: z.string().optional().describe('default: OPENAI_API_KEY; needed only for api.openai.com'),
  api: z.enum(['chat', 'completions', 'responses']).optional().describe('which calls to make (default chat)'),
  useChatApi: z.boolean().optional().describe('true is api: chat, false is api: completions'),
  organization: z.string().optional(),
  project: z.string().optional(),
  systemMessage: z.string().optional().describe('put before every prompt'),
  temperature: z
    .number()
    .min(0)
    .nullable()
    .default(0)
    .describe('null: not sent, for models that take none (reasoning models)'),
  maxTokens: z.int().positive().optional().describe('sent as max_tokens; by the responses API as max_output_tokens'),
  maxCompletionTokens: z.int().positive().optional().describe('sent as max_completion_tokens'),
  topP: z.number().min(0).max(1).optional(),
  stop: z.union([z.string(), z.array(z.string())]).optional(),
  seed: z.int().optional().describe('draw number 1, 2, … of a sample is sent seed + 1, seed + 2, …'),
  frequencyPenalty: z.number().optional(),
  presencePenalty: z.number().optional(),
  logitBias: z.record(z.string(), z.number()).optional(),
  topK: z.int().optional().describe('not OpenAI itself'),
  minP: z.number().min(0).max(1).optional().describe('not OpenAI itself'),
  repetitionPenalty: z.number().positive().optional().describe('not OpenAI itself'),
  logprobs: z
    .union([z.boolean(), z.int().min(0).max(20)])
    .optional()
    .describe('keep the log-probabilities of the answer; a number keeps that many alternatives of each token too'),
  topLogprobs: z.int().min(0).max(20).optional().describe('the same as a number in logprobs'),
  responseFormat: responseFormat
    .optional()
    .describe('a zod schema, a JSON schema, or a response_format as the service takes it; answers are checked'),
  reasoningEffort: z.string().optional(),
  verbosity: z.string().optional(),
  serviceTier: z.string().optional(),
  user: z.string().optional(),
  safetyIdentifier: z.string().optional(),
  promptCacheKey: z.string().optional(),
  metadata: z.record(z.string(), z.string()).optional().describe('kept by the service beside the answer'),
  store: z.boolean().optional().describe('whether the service keeps the answer (default: as the service does)'),
  stream: z.boolean().optional().describe('get answers piece by piece, for services that need it'),
  n: z
    .never({ error: 'one request gets one answer; to ask a sample several times use trials or a scaling method' })
    .optional(),
  isVisionModel: z
    .literal(true, { error: 'images are always sent; to leave them out, use a dataset without them' })
    .optional()
    .describe('not needed: images of a sample are always sent'),
  imageDetail: z.enum(['low', 'high', 'auto', 'original']).optional().describe('sent with every image'),
  maxImageBytes: z
    .int()
    .positive()
    .default(20 * 2 ** 20)
    .describe('an image above this fails its sample'),
  timeoutMs: milliseconds.optional().describe('longest a request may take (default: learnt from the answers so far)'),
  connectTimeoutMs: milliseconds.optional().describe('longest wait for a connection (default 10000)'),
  firstByteTimeoutMs: milliseconds
    .optional()
    .describe('longest wait for the head of an answer, and longest silence in it'),
  headers: z.record(z.string(), z.string()).optional().describe('sent with every request'),
  extraBody: z
    .record(z.string(), z.json())
    .refine((body) => !Object.keys(body).some((key) => WE_SEND_THESE.includes(key)), {
      error: `cannot hold ${WE_SEND_THESE.join(', ')}`,
    })
    .optional()
    .describe('further fields of the request, sent as they are; they win over the options above'),
  ...serviceOptions,
});
export type OpenaiOptions = z.output<typeof openaiOptions>;

/** `modelName`, or `model`, which is the same; absent when none is named. */
export function modelNameIn({ modelName, model }: Pick<OpenaiOptions, 'modelName' | 'model'>): string | undefined {
  if (modelName !== undefined && model !== undefined && modelName !== model) {
    throw new HretError('usage', `modelParams names two models: modelName "${modelName}" and model "${model}".`);
  }
  return modelName ?? model;
}

/** Chat unless said otherwise. */
export function apiOf({ api, useChatApi }: OpenaiOptions): Api {
  const asFlag = useChatApi === undefined ? undefined : useChatApi ? 'chat' : 'completions';
  if (api !== undefined && asFlag !== undefined && api !== asFlag) {
    throw new HretError('usage', `modelParams.api is "${api}", but useChatApi is ${useChatApi}: leave one out.`);
  }
  return api ?? asFlag ?? 'chat';
}

/** How many alternatives of each token to ask for; absent: no log-probabilities at all. */
export function alternativesOf({ logprobs, topLogprobs }: OpenaiOptions): number | undefined {
  const named = typeof logprobs === 'number' ? logprobs : undefined;
  if (logprobs === false && topLogprobs !== undefined) {
    throw new HretError('usage', 'modelParams.topLogprobs is set, but logprobs is false: leave one out.');
  }
  if (named !== undefined && topLogprobs !== undefined && named !== topLogprobs) {
    throw new HretError('usage', `modelParams.logprobs is ${named}, but topLogprobs is ${topLogprobs}: leave one out.`);
  }
  const alternatives = topLogprobs ?? named;
  return alternatives ?? (logprobs === true ? 0 : undefined);
}
