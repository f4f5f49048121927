import type { ZodType } from 'zod';
import type { JsonObject } from '../../core/json.js';

/** A message of a conversation, as OpenAI's chat takes it. */
export interface ChatMessage {
  readonly role: 'system' | 'developer' | 'user' | 'assistant' | 'tool';
  /** A text, or pieces: `{ type: 'text', text }`, `{ type: 'image_url', image_url: { url } }` (address, data URL or file). */
  readonly content: string | readonly Readonly<Record<string, unknown>>[] | null;
  readonly [field: string]: unknown;
}

/** A function a model may call. */
export interface ChatTool {
  readonly name: string;
  readonly description?: string;
  /** What its arguments must be: a zod schema. */
  readonly parameters: ZodType;
}

/** A call of a function, its arguments checked by its schema. */
export interface ToolCall {
  readonly id?: string;
  readonly name: string;
  readonly arguments: unknown;
}

/** Tokens, with OpenAI's names. */
export interface ChatUsage {
  readonly prompt_tokens?: number;
  readonly completion_tokens?: number;
  readonly total_tokens?: number;
}

/** An answer in OpenAI's form, with its field names, and what hret knows besides. */
export interface ModelResponse {
  readonly id?: string;
  readonly object: 'chat.completion';
  /** Seconds since the epoch. */
  readonly created: number;
  /** `provider/model` that answered. */
  readonly model: string;
  readonly choices: readonly {
    readonly index: number;
    readonly message: {
      readonly role: 'assistant';
      readonly content: string | null;
      readonly reasoning_content?: string;
      readonly tool_calls?: readonly unknown[];
    };
    readonly finish_reason: string;
  }[];
  readonly usage?: ChatUsage;
  /** US dollars; absent when the price is not known. */
  readonly responseCost?: number;
  /** The answer as `responseFormat` wants it. */
  readonly parsed?: unknown;
  readonly toolCalls?: readonly ToolCall[];
  /** What is known of how the answer came about: retries, fallbacks, caches, the headers of a proxy. */
  readonly metadata?: JsonObject;
}

/** A piece of an answer in OpenAI's form. */
export interface ChatChunk {
  readonly choices?: readonly {
    readonly index?: number;
    readonly delta?: Readonly<Record<string, unknown>>;
    readonly finish_reason?: string | null;
  }[];
  readonly [field: string]: unknown;
}

export interface CallbackInfo {
  /** What was asked, without keys. */
  readonly kwargs: Readonly<Record<string, unknown>>;
  readonly startTime: Date;
  readonly endTime: Date;
}
export type OnSuccess = (
  info: CallbackInfo & { readonly response: ModelResponse; readonly responseCost?: number },
) => unknown;
export type OnFailure = (info: CallbackInfo & { readonly error: unknown }) => unknown;

/** What a mock answers: a text, an error that is thrown, or a function of the messages that gives one of them. */
export type MockResponse =
  | string
  | Error
  | ((messages: readonly ChatMessage[]) => string | Error | Promise<string | Error>);

/** What `completion` takes besides the options of the backend `litellm`. */
export interface CompletionOptions {
  /** `provider/model`. */
  readonly model: string;
  readonly messages: readonly ChatMessage[];
  readonly stream?: boolean;
  /** Answered instead of the service: nothing is sent. */
  readonly mockResponse?: MockResponse;
  readonly tools?: readonly ChatTool[];
  /** Which function must be called; as OpenAI takes it. */
  readonly toolChoice?: 'auto' | 'none' | 'required' | { readonly name: string };
  /** How often an answer in another form than `responseFormat` or `tools` want is asked for again; 2 unless said otherwise. */
  readonly maxReasks?: number;
  readonly onSuccess?: OnSuccess | readonly OnSuccess[];
  readonly onFailure?: OnFailure | readonly OnFailure[];
  /** The same as `maxRetries`. */
  readonly numRetries?: number;
  readonly signal?: AbortSignal;
  /** Options of the backend `litellm`: apiKey, apiBase, temperature, maxTokens, responseFormat, fallbacks, cache, budget … */
  readonly [option: string]: unknown;
}
