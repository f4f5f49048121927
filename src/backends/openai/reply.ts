import type { JsonObject } from '../../core/json.js';
import type { FinishReason, Generation, Usage } from '../../core/model.js';
import { HretError } from '../../errors.js';
import type { HttpReply } from '../http.js';
import { quoted, replyError, type Service } from '../reply-error.js';
import { keptLogprobs } from './logprobs.js';
import { errorInside } from './reply-json.js';
import { type Choice, parseReply, type Reply } from './reply-shape.js';

const FINISH: Readonly<Record<string, FinishReason>> = {
  stop: 'stop',
  eos: 'stop',
  length: 'length',
  max_tokens: 'length',
  content_filter: 'filter',
};

/** What a reply says, whichever of the APIs it came from. */
export interface Said {
  readonly text: string | undefined;
  readonly finish: FinishReason;
  readonly usage: Usage | undefined;
  readonly costUsd: number | undefined;
  readonly metadata: JsonObject | undefined;
  readonly logprobs: unknown;
}

type Draft<Made> = { -readonly [Field in keyof Made]: Made[Field] };

/** The answer in a reply of `/chat/completions` or `/completions`, raw; a refusal of the service is thrown. */
export function generationOf(reply: HttpReply, service: Service, wantsLogprobs = false): Generation {
  if (reply.status < 200 || reply.status > 299) return refused(reply, service);
  return generationFrom(saidIn(parseReply(reply, service), reply, service), service, wantsLogprobs);
}

/** The answer as the rest of hret knows it. */
export function generationFrom(said: Said, service: Service, wantsLogprobs: boolean): Generation {
  const { text, finish, usage: tokens, costUsd, metadata } = said;
  // Filled in field by field, because spreading in what is optional costs several microseconds a reply.
  const generation: Draft<Generation> = { text: text ?? '', finish, attempts: 1 };
  if (tokens !== undefined) generation.usage = tokens;
  if (costUsd !== undefined) generation.costUsd = costUsd;
  if (metadata !== undefined) generation.metadata = metadata;
  if (text === undefined && finish === 'stop') generation.warnings = [`${service.name} answered without text`];
  return wantsLogprobs ? withLogprobs(generation, said.logprobs, service) : generation;
}

function withLogprobs(generation: Generation, given: unknown, service: Service): Generation {
  const logprobs = keptLogprobs(given);
  if (logprobs !== undefined) return { ...generation, metadata: { ...generation.metadata, logprobs } };
  if (generation.text === '') return generation;
  const warnings = [
    ...(generation.warnings ?? []),
    `${service.name} sent no log-probabilities, although it was asked for them`,
  ];
  return { ...generation, warnings };
}

function saidIn(parsed: Reply, reply: HttpReply, service: Service): Said {
  const first = parsed.choices?.[0];
  if (first === undefined) throw withoutChoices(parsed, reply, service);
  return {
    text: textOf(first),
    finish: FINISH[first.finish_reason ?? 'stop'] ?? 'stop',
    usage: usageOf(parsed),
    costUsd: costOf(parsed.usage?.cost, reply),
    metadata: metadataOf(first),
    logprobs: first.logprobs,
  };
}

/** Azure refuses a prompt it filters with status 400; elsewhere that is an answer withheld, so it is one here too. */
export function refused(reply: HttpReply, service: Service): Generation {
  const error = replyError(reply, service);
  if (reply.status === 400 && /"code":\s*"content_filter"/.test(reply.body)) {
    return { text: '', finish: 'filter', attempts: 1, warnings: [error.message] };
  }
  throw error;
}

/** Some gateways answer 200 and put the error inside. */
function withoutChoices(parsed: Reply, reply: HttpReply, service: Service): HretError {
  if (parsed.error !== undefined && parsed.error !== null) return errorInside(parsed.error, reply, service);
  const message = `${service.name}: ${service.url} answered without choices: ${quoted(reply.body, service.redact)}.`;
  return new HretError('model', message, { status: reply.status, isRetryable: true });
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
export function costOf(counted: number | null | undefined, { headers }: HttpReply): number | undefined {
  const header = headers['x-litellm-response-cost'];
  const cost = typeof header === 'string' && header !== '' ? Number(header) : counted;
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
