import type { ServerResponse } from 'node:http';
import type { Json } from '../core/json.js';

/** The body of a request, as it was sent. */
export interface LoopbackBody {
  readonly [key: string]: Json;
}

/** An answer: its text, or more of what a reply can hold. */
export type LoopbackAnswer =
  | string
  | {
      readonly text?: string | null;
      /** `stop` unless said otherwise. */
      readonly finish?: string;
      readonly refusal?: string;
      /** Sent as `reasoning_content`. */
      readonly reasoning?: string;
      readonly toolCalls?: Json;
      /** `null` leaves it out; counted from the lengths of prompt and text unless said otherwise. */
      readonly usage?: Json;
      readonly headers?: Readonly<Record<string, string>>;
      /** The whole body, instead of all the above. */
      readonly json?: Json;
    };

/** What a reply is made from. */
export interface Asked {
  readonly isChat: boolean;
  readonly body: LoopbackBody;
  readonly prompt: string;
}

/** The text of the last message of a chat, or the prompt of a completion. */
export function promptOf(body: LoopbackBody): string {
  const { messages, prompt } = body;
  if (!Array.isArray(messages)) return Array.isArray(prompt) ? prompt.join('\n') : String(prompt ?? '');
  const content = fieldOf(messages.at(-1), 'content');
  if (!Array.isArray(content)) return String(content ?? '');
  return content.map((part) => String(fieldOf(part, 'text') ?? '')).join('');
}

/** The answer as OpenAI would send it. */
export function replyJson(answer: LoopbackAnswer, { isChat, body, prompt }: Asked): Json {
  const { text = null, finish = 'stop', refusal, reasoning, toolCalls, usage, json } = fieldsOf(answer);
  if (json !== undefined) return json;
  const outputTokens = [...(text ?? '')].length;
  const counted = usage ?? {
    prompt_tokens: prompt.length,
    completion_tokens: outputTokens,
    total_tokens: prompt.length + outputTokens,
  };
  const message = {
    role: 'assistant',
    content: text,
    ...(refusal !== undefined && { refusal }),
    ...(reasoning !== undefined && { reasoning_content: reasoning }),
    ...(toolCalls !== undefined && { tool_calls: toolCalls }),
  };
  return {
    id: 'loopback',
    object: isChat ? 'chat.completion' : 'text_completion',
    created: 1_700_000_000,
    model: body.model ?? 'loopback',
    choices: [{ index: 0, ...(isChat ? { message } : { text: text ?? '' }), logprobs: null, finish_reason: finish }],
    ...(usage !== null && { usage: counted }),
  };
}

/** The fields of an answer, a bare text included. */
export function fieldsOf(answer: LoopbackAnswer): Exclude<LoopbackAnswer, string> {
  return typeof answer === 'string' ? { text: answer } : answer;
}

export function sendJson(
  response: ServerResponse,
  status: number,
  body: Json,
  headers: Readonly<Record<string, string>> = {},
): void {
  const text = JSON.stringify(body);
  response.writeHead(status, {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(text),
    ...headers,
  });
  response.end(text);
}

function fieldOf(value: Json | undefined, name: string): Json | undefined {
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
  return isObject ? (value as { readonly [key: string]: Json })[name] : undefined;
}
