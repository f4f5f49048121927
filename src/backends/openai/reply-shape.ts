import { z } from 'zod';
import type { HttpReply } from '../http.js';
import type { Service } from '../reply-error.js';
import { jsonIn, shaped } from './reply-json.js';

const part = z.object({ type: z.string().optional(), text: z.string().optional() });
const message = z.object({
  content: z.union([z.string(), z.array(part)]).nullish(),
  refusal: z.string().nullish(),
  reasoning_content: z.string().nullish(),
  reasoning: z.string().nullish(),
  tool_calls: z.array(z.json()).nullish(),
});
const choice = z.object({
  message: message.nullish(),
  text: z.string().nullish(),
  finish_reason: z.string().nullish(),
  logprobs: z.unknown().optional(),
});
const usage = z.object({
  prompt_tokens: z.number().nullish(),
  completion_tokens: z.number().nullish(),
  total_tokens: z.number().nullish(),
  prompt_tokens_details: z.object({ cached_tokens: z.number().nullish() }).nullish().catch(undefined),
  completion_tokens_details: z.object({ reasoning_tokens: z.number().nullish() }).nullish().catch(undefined),
  cost: z.number().nullish(),
});
/** As little as we need: services add fields of their own, and leave out what they do not count. */
const replySchema = z.object({
  choices: z.array(choice).nullish(),
  usage: usage.nullish(),
  error: z.unknown().optional(),
});
export type Choice = z.output<typeof choice>;
export type Reply = z.output<typeof replySchema>;

/** A reply of `/chat/completions` or `/completions`, checked. */
export function parseReply(reply: HttpReply, service: Service): Reply {
  const json = jsonIn(reply, service);
  return isUsual(json) ? json : shaped(replySchema, json, reply, service);
}

/**
 * Whether a reply has the shape nearly every reply has: one text, and tokens counted. The schema would say the same of it;
 * asked first because the schema costs as much as sending the request.
 */
function isUsual(json: unknown): json is Reply {
  if (!isObject(json) || !Array.isArray(json.choices) || json.choices.length !== 1 || 'error' in json) return false;
  const [first]: unknown[] = json.choices;
  if (!isObject(first) || !isObject(first.message) || 'text' in first) return false;
  if (first.logprobs !== undefined && first.logprobs !== null) return false;
  const { content, refusal, reasoning_content, reasoning, tool_calls } = first.message;
  const others = refusal ?? reasoning_content ?? reasoning ?? tool_calls;
  return (
    typeof content === 'string' &&
    typeof first.finish_reason === 'string' &&
    (others === undefined || others === null) &&
    isUsualUsage(json.usage)
  );
}

function isUsualUsage(counted: unknown): boolean {
  return (
    isObject(counted) &&
    typeof counted.prompt_tokens === 'number' &&
    typeof counted.completion_tokens === 'number' &&
    typeof counted.total_tokens === 'number' &&
    !('cost' in counted)
  );
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
