import type { ServerSentEvent } from './sse.js';

type Fields = Readonly<Record<string, unknown>>;

/** The reply a stream amounts to, as the service would have sent it whole; or why it is none. */
export type Rebuilt = { readonly whole: unknown } | { readonly broken: string };

/** Puts the pieces of an answer together: those of chat, of completions or of the responses API. */
export function rebuilt(events: readonly ServerSentEvent[]): Rebuilt {
  const chunks: Fields[] = [];
  let isDone = false;
  for (const { data } of events) {
    if (data.trim() === '[DONE]') {
      isDone = true;
      continue;
    }
    const chunk = parsed(data);
    if (chunk === undefined) return { broken: 'a piece of it is broken JSON' };
    chunks.push(chunk);
  }
  const failure = chunks.find(({ error, type }) => isGiven(error) || type === 'error');
  if (failure !== undefined) return { whole: { error: failure.error ?? failure } };
  const ending = chunks.findLast(({ type }) => /^response\.(completed|incomplete|failed)$/.test(String(type)));
  if (ending !== undefined) return { whole: ending.response };
  if (chunks.some(({ type }) => /^response\./.test(String(type)))) return { broken: 'it ended before the answer did' };
  if (!isDone) return { broken: 'it ended without [DONE]' };
  const whole = joinedChunks(chunks);
  const isCut = whole.choices.some((choice) => !isGiven(choice.finish_reason));
  return isCut ? { broken: 'it ended without a finish reason' } : { whole };
}

/**
 * Chunks of `/chat/completions` or `/completions` as one reply. Texts are put together in their order, tool calls by their
 * index; the last finish reason and the last usage count, since services send them late and some again and again.
 */
export function joinedChunks(chunks: readonly Fields[]): Fields & { readonly choices: readonly Fields[] } {
  const choices = chunks.flatMap(({ choices: of }) => (Array.isArray(of) ? of.slice(0, 1) : [])).filter(isFields);
  const [first] = chunks;
  const usage = chunks.findLast((chunk) => isGiven(chunk.usage))?.usage;
  return {
    ...(first !== undefined && { id: first.id, created: first.created, model: first.model }),
    choices: choices.length === 0 ? [] : [joinedChoice(choices)],
    ...(usage !== undefined && { usage }),
  };
}

function joinedChoice(choices: readonly Fields[]): Fields {
  const deltas = choices.map(({ delta }) => delta).filter(isFields);
  const logprobs = joinedLogprobs(choices.map((choice) => choice.logprobs).filter(isFields));
  return {
    index: 0,
    finish_reason: choices.findLast((choice) => isGiven(choice.finish_reason))?.finish_reason ?? null,
    ...(logprobs !== undefined && { logprobs }),
    ...(deltas.length > 0 ? { message: joinedMessage(deltas) } : { text: joinedText(choices, 'text') ?? '' }),
  };
}

function joinedMessage(deltas: readonly Fields[]): Fields {
  const texts = ['refusal', 'reasoning_content', 'reasoning'].flatMap((field) => {
    const text = joinedText(deltas, field);
    return text === undefined ? [] : [[field, text]];
  });
  const toolCalls = joinedToolCalls(deltas.flatMap(({ tool_calls: calls }) => (Array.isArray(calls) ? calls : [])));
  return {
    role: 'assistant',
    content: joinedText(deltas, 'content') ?? null,
    ...Object.fromEntries(texts),
    ...(toolCalls.length > 0 && { tool_calls: toolCalls }),
  };
}

/** `undefined` when none of the pieces has the field, which is not the same as an empty text. */
function joinedText(pieces: readonly Fields[], field: string): string | undefined {
  const texts = pieces.map((piece) => piece[field]).filter((text) => typeof text === 'string');
  return texts.length === 0 ? undefined : texts.join('');
}

/** The first piece of a call has its id and name, the later ones more of its arguments. Some services send no index. */
function joinedToolCalls(pieces: readonly unknown[]): Fields[] {
  const calls = new Map<unknown, Fields[]>();
  for (const piece of pieces.filter(isFields)) {
    const key = piece.index ?? piece.id ?? calls.size - 1;
    calls.set(key, [...(calls.get(key) ?? []), piece]);
  }
  return [...calls.values()].map((parts) => {
    const functions = parts.map((part) => part.function).filter(isFields);
    const first = (field: string) => parts.find((part) => isGiven(part[field]))?.[field];
    return {
      id: first('id'),
      type: first('type') ?? 'function',
      function: { name: joinedText(functions, 'name') ?? '', arguments: joinedText(functions, 'arguments') ?? '' },
    };
  });
}

function joinedLogprobs(pieces: readonly Fields[]): Fields | undefined {
  const fields = ['content', 'tokens', 'token_logprobs', 'top_logprobs'];
  const lists = fields.flatMap((field) => {
    const present = pieces.map((piece) => piece[field]).filter(Array.isArray);
    return present.length === 0 ? [] : [[field, present.flat()]];
  });
  return lists.length === 0 ? undefined : Object.fromEntries(lists);
}

function parsed(data: string): Fields | undefined {
  try {
    const json: unknown = JSON.parse(data);
    return isFields(json) ? json : undefined;
  } catch {
    return undefined;
  }
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isGiven(value: unknown): boolean {
  return value !== undefined && value !== null;
}
