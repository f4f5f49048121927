import type { ServerResponse } from 'node:http';
import type { Json } from '../core/json.js';
import { type Asked, fieldOf, fieldsOf, type LoopbackAnswer, type LoopbackBody } from './loopback-asked.js';
import { logprobsOf, promptLogprobsOf, unknownFirst } from './loopback-logprobs.js';
import { type NativeApi, nativeJson } from './loopback-native.js';
import { responseJson } from './loopback-response.js';
import { tokensOf } from './loopback-tokens.js';

/** The text of the last question, or the prompt of a completion. */
export function promptOf(body: LoopbackBody): string {
  const { messages = body.contents, prompt, input } = body;
  const asked = Array.isArray(messages)
    ? messages.filter((message) => fieldOf(message, 'role') !== 'assistant')
    : input;
  if (asked === undefined) return Array.isArray(prompt) ? prompt.join('\n') : String(prompt ?? '');
  if (!Array.isArray(asked)) return String(asked);
  const content = fieldOf(asked.at(-1), 'content') ?? fieldOf(asked.at(-1), 'parts') ?? asked.at(-1);
  if (!Array.isArray(content)) return String(content ?? '');
  return content.map((part) => String(fieldOf(part, 'text') ?? '')).join('');
}

/** Whether another protocol than OpenAI's is spoken. */
export function isNative(asked: Asked): asked is Asked & { readonly api: NativeApi } {
  return asked.api === 'messages' || asked.api === 'gemini' || asked.api === 'converse';
}

/** The answer as OpenAI, or the server that is played, would send it. */
export function replyJson(answer: LoopbackAnswer, asked: Asked): Json {
  const { json } = fieldsOf(answer);
  if (json !== undefined) return json;
  if (isNative(asked)) return nativeJson(fieldsOf(answer), asked);
  return asked.api === 'responses' ? responseJson(answer, asked) : choicesJson(answer, asked);
}

function choicesJson(answer: LoopbackAnswer, asked: Asked): Json {
  const { api, body, prompt } = asked;
  const { finish = 'stop', refusal, reasoning, toolCalls, usage } = fieldsOf(answer);
  const text = boundText(answer, asked);
  const isEcho = api === 'completions' && body.echo === true && asked.abilities.echo === 'done';
  const generated = tokensOf(text ?? '', asked.tokenize, prompt).slice(0, tokenLimit(asked));
  const tokens = [...(isEcho ? unknownFirst(tokensOf(prompt, asked.tokenize)) : []), ...generated];
  const counted = usage ?? counts(asked, isEcho ? generated.length : [...(text ?? '')].length);
  const message = {
    role: 'assistant',
    content: text,
    ...(refusal !== undefined && { refusal }),
    ...(reasoning !== undefined && { reasoning_content: reasoning }),
    ...(toolCalls !== undefined && { tool_calls: toolCalls }),
  };
  const completed = isEcho ? prompt + generated.map((token) => token.text).join('') : (text ?? '');
  const promptLogprobs = asked.abilities.promptLogprobs ? promptLogprobsOf(asked) : undefined;
  return {
    id: 'loopback',
    object: api === 'chat' ? 'chat.completion' : 'text_completion',
    created: 1_700_000_000,
    model: body.model ?? 'loopback',
    choices: [
      {
        index: 0,
        ...(api === 'chat' ? { message } : { text: completed }),
        logprobs: logprobsOf(api === 'chat' ? generated : tokens, asked),
        finish_reason: finish,
        ...(api === 'completions' && promptLogprobs !== undefined && { prompt_logprobs: promptLogprobs }),
      },
    ],
    ...(usage !== null && { usage: counted }),
    ...(api === 'chat' && promptLogprobs !== undefined && { prompt_logprobs: promptLogprobs }),
  };
}

/** A server that can be bound to choices gives the one in its answer, else the first. */
function boundText(answer: LoopbackAnswer, { body, abilities }: Asked): string | null {
  const { text = null, finish } = fieldsOf(answer);
  if (finish === 'content_filter') return text;
  const given = abilities.choice === 'guided_choice' ? body.guided_choice : fieldOf(body.structured_outputs, 'choice');
  const isBound = abilities.choice !== 'none' && Array.isArray(given);
  if (!isBound) return text;
  const choices = given.map(String);
  return choices.find((choice) => text?.includes(choice)) ?? choices[0] ?? text;
}

function tokenLimit({ body }: Asked): number {
  return typeof body.max_tokens === 'number' ? body.max_tokens : Number.POSITIVE_INFINITY;
}

function counts({ prompt }: Asked, outputTokens: number): Json {
  return { prompt_tokens: prompt.length, completion_tokens: outputTokens, total_tokens: prompt.length + outputTokens };
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
