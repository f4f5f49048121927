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

/** The fields of an answer, a bare text included. */
export function fieldsOf(answer: LoopbackAnswer): Exclude<LoopbackAnswer, string> {
  return typeof answer === 'string' ? { text: answer } : answer;
}

/** A field of an object; `undefined` of anything else. */
export function fieldOf(value: Json | undefined, name: string): Json | undefined {
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
  return isObject ? (value as { readonly [key: string]: Json })[name] : undefined;
}
