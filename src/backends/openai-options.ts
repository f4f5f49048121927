import { z } from 'zod';
import { HretError } from '../errors.js';
import { serviceOptions } from './service-options.js';

const milliseconds = z.int().positive();
const WE_SEND_THESE: readonly string[] = ['messages', 'prompt', 'model', 'n', 'seed', 'stream'];

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
  api: z.enum(['chat', 'completions']).optional().describe('which calls to make (default chat)'),
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
  maxTokens: z.int().positive().optional().describe('sent as max_tokens'),
  maxCompletionTokens: z.int().positive().optional().describe('sent as max_completion_tokens'),
  topP: z.number().min(0).max(1).optional(),
  stop: z.union([z.string(), z.array(z.string())]).optional(),
  seed: z.int().optional().describe('draw number 1, 2, … of a sample is sent seed + 1, seed + 2, …'),
  frequencyPenalty: z.number().optional(),
  presencePenalty: z.number().optional(),
  logitBias: z.record(z.string(), z.number()).optional(),
  responseFormat: z.looseObject({ type: z.string() }).optional(),
  reasoningEffort: z.string().optional(),
  n: z
    .never({ error: 'one request gets one answer; to ask a sample several times use trials or a scaling method' })
    .optional(),
  isVisionModel: z
    .literal(true, { error: 'images are always sent; to leave them out, use a dataset without them' })
    .optional()
    .describe('not needed: images of a sample are always sent'),
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

/** `modelName`, or `model`, which is the same. */
export function modelNameOf({ modelName, model }: OpenaiOptions): string {
  if (modelName !== undefined && model !== undefined && modelName !== model) {
    throw new HretError('usage', `modelParams names two models: modelName "${modelName}" and model "${model}".`);
  }
  const name = modelName ?? model;
  if (name === undefined) {
    throw new HretError('usage', 'modelParams.modelName is missing: name the model, for example "gpt-4o-mini".');
  }
  return name;
}

/** Chat unless said otherwise. */
export function apiOf({ api, useChatApi }: OpenaiOptions): 'chat' | 'completions' {
  const asFlag = useChatApi === undefined ? undefined : useChatApi ? 'chat' : 'completions';
  if (api !== undefined && asFlag !== undefined && api !== asFlag) {
    throw new HretError('usage', `modelParams.api is "${api}", but useChatApi is ${useChatApi}: leave one out.`);
  }
  return api ?? asFlag ?? 'chat';
}
