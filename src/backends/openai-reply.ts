import { z } from 'zod';
import type { JsonObject } from '../core/json.js';
import type { FinishReason, Generation, Usage } from '../core/model.js';
import { HretError } from '../errors.js';
import type { HttpReply } from './http.js';
import { quoted, replyError, type Service } from './reply-error.js';

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
type Choice = z.output<typeof choice>;
type Reply = z.output<typeof replySchema>;

const FINISH: Readonly<Record<string, FinishReason>> = {
  stop: 'stop',
  eos: 'stop',
  length: 'length',
  max_tokens: 'length',
  content_filter: 'filter',
};

/** The answer in a reply of `/chat/completions` or `/completions`, raw; a refusal of the service is thrown. */
export function generationOf(reply: HttpReply, service: Service): Generation {
  if (reply.status < 200 || reply.status > 299) return refused(reply, service);
  const parsed = parse(reply, service);
  const first = parsed.choices?.[0];
  if (first === undefined) throw withoutChoices(parsed, reply, service);
  const finish = FINISH[first.finish_reason ?? 'stop'] ?? 'stop';
  const tokens = usageOf(parsed);
  const costUsd = costOf(parsed, reply);
  const metadata = metadataOf(first);
  const text = textOf(first);
  // Filled in field by field, because spreading in what is optional costs several microseconds a reply.
  const generation: Draft<Generation> = { text: text ?? '', finish, attempts: 1 };
  if (tokens !== undefined) generation.usage = tokens;
  if (costUsd !== undefined) generation.costUsd = costUsd;
  if (metadata !== undefined) generation.metadata = metadata;
  if (text === undefined && finish === 'stop') generation.warnings = [`${service.name} answered without text`];
  return generation;
}

type Draft<Made> = { -readonly [Field in keyof Made]: Made[Field] };

/** Azure refuses a prompt it filters with status 400; elsewhere that is an answer withheld, so it is one here too. */
function refused(reply: HttpReply, service: Service): Generation {
  const error = replyError(reply, service);
  if (reply.status === 400 && /"code":\s*"content_filter"/.test(reply.body)) {
    return { text: '', finish: 'filter', attempts: 1, warnings: [error.message] };
  }
  throw error;
}

function parse(reply: HttpReply, service: Service): Reply {
  let json: unknown;
  try {
    json = JSON.parse(reply.body);
  } catch {
    throw notJson(reply, service);
  }
  if (isUsual(json)) return json;
  const parsed = replySchema.safeParse(json);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new HretError(
    'model',
    `${service.name}: ${service.url} answered in another shape than OpenAI's: ${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}.`,
    { status: reply.status, cause: parsed.error },
  );
}

/**
 * Whether a reply has the shape nearly every reply has: one text, and tokens counted. The schema would say the same of it;
 * asked first because the schema costs as much as sending the request.
 */
function isUsual(json: unknown): json is Reply {
  if (!isObject(json) || !Array.isArray(json.choices) || json.choices.length !== 1 || 'error' in json) return false;
  const [first]: unknown[] = json.choices;
  if (!isObject(first) || !isObject(first.message) || 'text' in first) return false;
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

/** A web page means a wrong address; anything else was probably cut off on its way. No cause: it would quote the body. */
function notJson(reply: HttpReply, service: Service): HretError {
  const { status, body } = reply;
  if (/^\s*</.test(body)) {
    const message = `${service.name}: ${service.url} answered with a web page instead of JSON. ${service.advice(404, '')}`;
    return new HretError('model', message, { status, stopsRun: true });
  }
  const message = `${service.name}: ${service.url} answered with broken JSON: ${quoted(body, service.redact)}.`;
  return new HretError('model', message, { status, isRetryable: true });
}

/** Some gateways answer 200 and put the error inside. */
function withoutChoices(parsed: Reply, reply: HttpReply, service: Service): HretError {
  if (parsed.error !== undefined && parsed.error !== null) {
    return replyError({ ...reply, status: statusIn(parsed.error) }, service);
  }
  const message = `${service.name}: ${service.url} answered without choices: ${quoted(reply.body, service.redact)}.`;
  return new HretError('model', message, { status: reply.status, isRetryable: true });
}

function statusIn(error: unknown): number {
  const code = typeof error === 'object' && error !== null && 'code' in error ? Number(error.code) : Number.NaN;
  return code >= 400 && code <= 599 ? code : 500;
}

function textOf({ message: said, text }: Choice): string | undefined {
  const content = said?.content ?? text;
  if (typeof content === 'string' && content !== '') return content;
  if (Array.isArray(content)) return content.map((piece) => piece.text ?? '').join('');
  return said?.refusal ?? content ?? undefined;
}

function usageOf({ usage: counted }: Reply): Usage | undefined {
  if (counted === undefined || counted === null) return undefined;
  const { prompt_tokens: inputTokens, completion_tokens: outputTokens, total_tokens: totalTokens } = counted;
  const tokens: Draft<Usage> = {};
  if (typeof inputTokens === 'number') tokens.inputTokens = inputTokens;
  if (typeof outputTokens === 'number') tokens.outputTokens = outputTokens;
  if (typeof totalTokens === 'number') tokens.totalTokens = totalTokens;
  // Most replies skip the schema, so nothing is known of these yet.
  const cached = counted.prompt_tokens_details?.cached_tokens;
  const reasoning = counted.completion_tokens_details?.reasoning_tokens;
  if (typeof cached === 'number') tokens.cachedInputTokens = cached;
  if (typeof reasoning === 'number') tokens.reasoningTokens = reasoning;
  return tokens;
}

/** What a LiteLLM proxy or OpenRouter says it cost; nobody else's price is known. */
function costOf({ usage: counted }: Reply, { headers }: HttpReply): number | undefined {
  const header = headers['x-litellm-response-cost'];
  const cost = typeof header === 'string' && header !== '' ? Number(header) : counted?.cost;
  return typeof cost === 'number' && Number.isFinite(cost) && cost >= 0 ? cost : undefined;
}

function metadataOf({ message: said, finish_reason: reason }: Choice): JsonObject | undefined {
  const reasoning = said?.reasoning_content ?? said?.reasoning;
  const isOtherReason = typeof reason === 'string' && !Object.hasOwn(FINISH, reason);
  const toolCalls = said?.tool_calls ?? [];
  if (!reasoning && !isOtherReason && !said?.refusal && toolCalls.length === 0) return undefined;
  return {
    ...(reasoning && { reasoningContent: reasoning }),
    ...(isOtherReason && { finishReason: reason }),
    ...(said?.refusal && { refusal: said.refusal }),
    ...(toolCalls.length > 0 && { toolCalls: toolCalls as JsonObject['toolCalls'] }),
  };
}
