import { z } from 'zod';
import type { JsonObject } from '../../core/json.js';
import type { FinishReason, Generation, Usage } from '../../core/model.js';
import { HretError } from '../../errors.js';
import type { HttpReply } from '../http.js';
import { quoted, type Service } from '../reply-error.js';
import { costOf, generationFrom, refused, type Said } from './reply.js';
import { errorInside, jsonIn, shaped } from './reply-json.js';

const part = z.object({
  type: z.string(),
  text: z.string().nullish(),
  refusal: z.string().nullish(),
  logprobs: z.array(z.unknown()).nullish(),
});
const item = z.looseObject({
  type: z.string(),
  content: z.array(part).nullish(),
  summary: z.array(z.object({ text: z.string().nullish() })).nullish(),
});
/** As little as we need. https://platform.openai.com/docs/api-reference/responses/object */
const replySchema = z.object({
  status: z.string().nullish(),
  error: z.unknown().optional(),
  incomplete_details: z.object({ reason: z.string().nullish() }).nullish(),
  output: z.array(item).nullish(),
  usage: z
    .object({
      input_tokens: z.number().nullish(),
      output_tokens: z.number().nullish(),
      total_tokens: z.number().nullish(),
      cost: z.number().nullish(),
    })
    .nullish(),
});
type Reply = z.output<typeof replySchema>;
type Item = z.output<typeof item>;

const FINISH: Readonly<Record<string, FinishReason>> = { max_output_tokens: 'length', content_filter: 'filter' };

/** The answer in a reply of `/responses`, raw; a refusal of the service is thrown. */
export function responseGenerationOf(reply: HttpReply, service: Service, wantsLogprobs = false): Generation {
  if (reply.status < 200 || reply.status > 299) return refused(reply, service);
  const parsed = shaped(replySchema, jsonIn(reply, service), reply, service);
  if (parsed.error !== undefined && parsed.error !== null) throw errorInside(parsed.error, reply, service);
  if (!isOver(parsed)) throw notOver(parsed, reply, service);
  return generationFrom(saidIn(parsed, reply), service, wantsLogprobs);
}

function isOver({ status, output }: Reply): boolean {
  return (status === 'completed' || status === 'incomplete') && Array.isArray(output);
}

function notOver({ status }: Reply, reply: HttpReply, service: Service): HretError {
  const what = status ? `with status "${status}"` : `without an answer: ${quoted(reply.body, service.redact)}`;
  return new HretError('model', `${service.name}: ${service.url} answered ${what}.`, {
    status: reply.status,
    isRetryable: true,
  });
}

function saidIn(parsed: Reply, reply: HttpReply): Said {
  const items = parsed.output ?? [];
  const parts = items.filter(({ type }) => type === 'message').flatMap(({ content }) => content ?? []);
  const refusal = joined(parts.map((piece) => piece.refusal));
  const reason = parsed.status === 'incomplete' ? (parsed.incomplete_details?.reason ?? 'incomplete') : undefined;
  const logprobs = parts.flatMap((piece) => piece.logprobs ?? []);
  return {
    text: joined(parts.map(({ text }) => text)) ?? refusal,
    finish: reason === undefined ? 'stop' : (FINISH[reason] ?? 'length'),
    usage: usageOf(parsed),
    costUsd: costOf(parsed.usage?.cost, reply),
    metadata: metadataOf(items, refusal, reason),
    logprobs: logprobs.length === 0 ? undefined : { content: logprobs },
  };
}

function metadataOf(
  items: readonly Item[],
  refusal: string | undefined,
  reason: string | undefined,
): JsonObject | undefined {
  const thoughts = items.filter(({ type }) => type === 'reasoning');
  const reasoning = joined(
    thoughts.flatMap(({ content, summary }) => (content ?? summary ?? []).map(({ text }) => text)),
  );
  const toolCalls = items.filter(({ type }) => type.endsWith('_call'));
  const isOtherReason = reason !== undefined && !Object.hasOwn(FINISH, reason);
  if (!reasoning && !refusal && !isOtherReason && toolCalls.length === 0) return undefined;
  return {
    ...(reasoning && { reasoningContent: reasoning }),
    ...(isOtherReason && { finishReason: reason }),
    ...(refusal && { refusal }),
    ...(toolCalls.length > 0 && { toolCalls: toolCalls as unknown as JsonObject['toolCalls'] }),
  };
}

function usageOf({ usage }: Reply): Usage | undefined {
  if (usage === undefined || usage === null) return undefined;
  const { input_tokens: inputTokens, output_tokens: outputTokens, total_tokens: totalTokens } = usage;
  return {
    ...(typeof inputTokens === 'number' && { inputTokens }),
    ...(typeof outputTokens === 'number' && { outputTokens }),
    ...(typeof totalTokens === 'number' && { totalTokens }),
  };
}

/** `undefined` when there is no text at all, which is not the same as an empty one. */
function joined(texts: readonly (string | null | undefined)[]): string | undefined {
  const given = texts.filter((text) => typeof text === 'string');
  return given.length === 0 ? undefined : given.join('');
}
