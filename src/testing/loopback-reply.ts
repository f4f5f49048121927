import type { ServerResponse } from 'node:http';
import type { Json } from '../core/json.js';
import { type NativeApi, nativeJson } from './loopback-native.js';
import { type LoopbackToken, tokensOf } from './loopback-tokens.js';

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

/** The calls of the protocol. */
export type LoopbackApi = 'chat' | 'completions' | 'responses' | 'messages' | 'gemini' | 'converse';

/** What servers differ in. */
export interface Abilities {
  /** What becomes of `echo` in a completion: done, refused with 400, or not heeded, as most servers do with what they do not know. */
  readonly echo: 'done' | 'refused' | 'unheeded';
  /** vLLM's `prompt_logprobs`, and the continuing of a begun answer in chat. */
  readonly promptLogprobs: boolean;
  /** The field by which an answer can be bound to one of several choices. */
  readonly choice: 'structured_outputs' | 'guided_choice' | 'none';
}

/** What a reply is made from. */
export interface Asked {
  readonly api: LoopbackApi;
  readonly body: LoopbackBody;
  readonly prompt: string;
  readonly abilities: Abilities;
  readonly tokenize: (text: string) => readonly string[];
}

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

/** https://platform.openai.com/docs/api-reference/responses/object, as far as it tells anything here. */
function responseJson(answer: LoopbackAnswer, asked: Asked): Json {
  const { text = null, finish = 'stop', refusal, reasoning, toolCalls, usage } = fieldsOf(answer);
  const { input_tokens, output_tokens, total_tokens } = {
    input_tokens: asked.prompt.length,
    output_tokens: [...(text ?? '')].length,
    total_tokens: asked.prompt.length + [...(text ?? '')].length,
  };
  const logprobs = fieldOf(logprobsOf(tokensOf(text ?? '', asked.tokenize, asked.prompt), asked) ?? null, 'content');
  const part =
    refusal === undefined
      ? { type: 'output_text', text: text ?? '', annotations: [], ...(logprobs !== undefined && { logprobs }) }
      : { type: 'refusal', refusal };
  const reason = finish === 'length' ? 'max_output_tokens' : finish;
  const hasMessage = text !== null || refusal !== undefined;
  return {
    id: 'resp_loopback',
    object: 'response',
    model: asked.body.model ?? 'loopback',
    status: finish === 'stop' ? 'completed' : 'incomplete',
    error: null,
    incomplete_details: finish === 'stop' ? null : { reason },
    output: [
      ...(reasoning === undefined ? [] : [{ type: 'reasoning', summary: [{ type: 'summary_text', text: reasoning }] }]),
      ...(hasMessage ? [{ type: 'message', role: 'assistant', content: [part] }] : []),
      ...(Array.isArray(toolCalls) ? toolCalls : []),
    ],
    ...(usage !== null && { usage: usage ?? { input_tokens, output_tokens, total_tokens } }),
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

type Scored = Omit<LoopbackToken, 'logprob'> & { readonly logprob: number | null };

/** Nothing stands before the first token of a text, so that services give no probability for it. */
function unknownFirst([first, ...rest]: readonly LoopbackToken[]): Scored[] {
  return first === undefined ? [] : [{ ...first, logprob: null }, ...rest];
}

function logprobsOf(tokens: readonly Scored[], { api, body }: Asked): Json {
  const { logprobs, top_logprobs: top, include } = body;
  const isWanted = api === 'responses' ? Array.isArray(include) : logprobs !== undefined && logprobs !== false;
  if (!isWanted) return null;
  const others = typeof logprobs === 'number' ? logprobs : typeof top === 'number' ? top : 0;
  if (api === 'completions') {
    return {
      tokens: tokens.map(({ text }) => text),
      token_logprobs: tokens.map(({ logprob }) => logprob),
      top_logprobs: tokens.map(({ text, logprob }) => (logprob === null ? null : alternatives(text, logprob, others))),
    };
  }
  return {
    content: tokens.map(({ text, logprob }) => ({
      token: text,
      logprob,
      bytes: [...Buffer.from(text)],
      top_logprobs: Object.entries(alternatives(text, logprob ?? 0, others)).map(([token, value]) => ({
        token,
        logprob: value,
      })),
    })),
  };
}

function alternatives(text: string, logprob: number, count: number): Record<string, number> {
  const others = Array.from({ length: Math.max(0, count - 1) }, (_, place) => [`#${place}`, logprob - place - 1]);
  return count === 0 ? {} : Object.fromEntries([[text, logprob], ...others]);
}

/** Every token of the prompt by its number; under a chat template the marks around the messages are tokens too. */
function promptLogprobsOf({ api, body, prompt, tokenize }: Asked): Json | undefined {
  if (typeof body.prompt_logprobs !== 'number') return undefined;
  const text = api === 'chat' ? templated(body) : prompt;
  return unknownFirst(tokensOf(text, tokenize)).map(({ text: decoded_token, logprob, id }) =>
    logprob === null ? null : { [id]: { logprob, rank: 1, decoded_token } },
  );
}

function templated({ messages, continue_final_message: continues }: LoopbackBody): string {
  const turns = (Array.isArray(messages) ? messages : []).map(
    (message) => `<${String(fieldOf(message, 'role'))}>${String(fieldOf(message, 'content'))}`,
  );
  return continues === true ? turns.join('\n') : `${turns.join('\n')}\n<assistant>`;
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

export function fieldOf(value: Json | undefined, name: string): Json | undefined {
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
  return isObject ? (value as { readonly [key: string]: Json })[name] : undefined;
}
