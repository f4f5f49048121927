import { HretError } from '../../errors.js';
import type { Fields } from '../openai/translation.js';

/** One piece of a message. */
export type Part = { readonly kind: 'text'; readonly text: string } | { readonly kind: 'image'; readonly url: string };

export interface Turn {
  readonly role: 'user' | 'assistant';
  readonly parts: readonly Part[];
}

/** A chat in OpenAI's form, read. */
export interface Chat {
  /** All system messages, one after the other. */
  readonly system: string | undefined;
  readonly turns: readonly Turn[];
  readonly isStream: boolean;
  /** The other fields: what was asked for, and what the service has of its own. */
  readonly fields: Fields;
}

/** Reads the body of a chat. Messages of the same role in a row are one turn, since services want them in turns. */
export function chatOf({ messages, stream, stream_options: _, ...fields }: Fields): Chat {
  const read = (Array.isArray(messages) ? messages : []).map(messageOf);
  const system = read.filter(({ role }) => role === 'system').map(({ parts }) => textOf(parts));
  const turns: Turn[] = [];
  for (const { role, parts } of read) {
    if (role === 'system') continue;
    const last = turns.at(-1);
    if (last?.role === role) turns[turns.length - 1] = { role, parts: [...last.parts, ...parts] };
    else turns.push({ role, parts });
  }
  return {
    system: system.length === 0 ? undefined : system.join('\n\n'),
    turns,
    isStream: stream === true,
    fields,
  };
}

interface Message {
  readonly role: 'system' | 'user' | 'assistant';
  readonly parts: readonly Part[];
}

function messageOf(message: unknown): Message {
  const { role, content } = fieldsOf(message);
  const parts = typeof content === 'string' ? [content] : Array.isArray(content) ? content : [];
  return { role: roleOf(role), parts: parts.map(partOf) };
}

function roleOf(role: unknown): Message['role'] {
  if (role === 'system' || role === 'developer') return 'system';
  if (role === 'user' || role === 'assistant') return role;
  throw new HretError(
    'usage',
    `A message of the role "${String(role)}" cannot be sent here: use system, user or assistant.`,
    {
      stopsRun: true,
    },
  );
}

function partOf(part: unknown): Part {
  if (typeof part === 'string') return { kind: 'text', text: part };
  const { type, text, image_url: image } = fieldsOf(part);
  const url = typeof image === 'string' ? image : fieldsOf(image).url;
  if (type === 'image_url' && typeof url === 'string') return { kind: 'image', url };
  if (typeof text === 'string') return { kind: 'text', text };
  throw new HretError(
    'usage',
    `A piece of a message of the type "${String(type)}" cannot be sent here: use text or image_url.`,
    {
      stopsRun: true,
    },
  );
}

function textOf(parts: readonly Part[]): string {
  return parts.map((part) => (part.kind === 'text' ? part.text : '')).join('');
}

/** A data URL taken apart; `undefined` for an address. */
export function dataIn(url: string): { readonly type: string; readonly base64: string } | undefined {
  const [, type, parameters = '', data] = /^data:([^;,]+)((?:;[^;,]*)*),(.*)$/s.exec(url) ?? [];
  if (type === undefined || data === undefined) return undefined;
  const isBase64 = parameters.endsWith(';base64');
  return { type, base64: isBase64 ? data : Buffer.from(decodeURIComponent(data)).toString('base64') };
}

/** The schema of a `response_format`; `undefined` when it only asks for some JSON. */
export function schemaIn(format: unknown): unknown {
  return fieldsOf(fieldsOf(format).json_schema).schema;
}

/** Moves fields to other names; a dot leads into a field of a field. What is not named stays as it is. */
export function renamed(fields: Fields, names: Readonly<Record<string, string>>): Record<string, unknown> {
  const made: Record<string, unknown> = {};
  for (const [field, value] of Object.entries(fields)) {
    const [outer = field, inner] = (names[field] ?? field).split('.');
    made[outer] = inner === undefined ? merged(made[outer], value) : { ...fieldsOf(made[outer]), [inner]: value };
  }
  return made;
}

/** Both the service's own object and what was moved into it. */
function merged(before: unknown, value: unknown): unknown {
  return isObject(before) && isObject(value) ? { ...before, ...value } : value;
}

/** A stop text or several, as a list. */
export function listOf(stop: unknown): unknown[] {
  return Array.isArray(stop) ? stop : [stop];
}

export function fieldsOf(value: unknown): Fields {
  return isObject(value) ? value : {};
}

function isObject(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A chat completion in OpenAI's form. */
export interface Completion {
  readonly id?: unknown;
  readonly model?: unknown;
  readonly text: string | undefined;
  readonly reasoning?: string | undefined;
  readonly refusal?: string | undefined;
  readonly finish: string;
  readonly usage: Fields | undefined;
}

export function completionOf({ id, model, text, reasoning, refusal, finish, usage }: Completion): Fields {
  const message = {
    role: 'assistant',
    content: text ?? null,
    ...(reasoning !== undefined && { reasoning_content: reasoning }),
    ...(refusal !== undefined && { refusal }),
  };
  return {
    id,
    object: 'chat.completion',
    model,
    choices: [{ index: 0, message, finish_reason: finish }],
    ...(usage !== undefined && { usage }),
  };
}

/** A piece of a streamed chat completion in OpenAI's form. */
export function pieceOf(head: Fields, delta: Fields, finish?: string): Fields {
  return {
    ...head,
    object: 'chat.completion.chunk',
    choices: [{ index: 0, delta, finish_reason: finish ?? null }],
  };
}

/** Tokens in OpenAI's form; unknown counts are left out. */
export function usageOf(counts: {
  readonly input: unknown;
  readonly output: unknown;
  readonly total?: unknown;
  readonly cached?: unknown;
  readonly reasoning?: unknown;
}): Fields | undefined {
  const { input, output, cached, reasoning } = counts;
  if (typeof input !== 'number' && typeof output !== 'number') return undefined;
  const total = counts.total ?? (typeof input === 'number' && typeof output === 'number' ? input + output : undefined);
  return {
    ...(typeof input === 'number' && { prompt_tokens: input }),
    ...(typeof output === 'number' && { completion_tokens: output }),
    ...(typeof total === 'number' && { total_tokens: total }),
    ...(typeof cached === 'number' && { prompt_tokens_details: { cached_tokens: cached } }),
    ...(typeof reasoning === 'number' && { completion_tokens_details: { reasoning_tokens: reasoning } }),
  };
}

/** `undefined` when there is no text at all, which is not the same as an empty one. */
export function joined(texts: readonly unknown[]): string | undefined {
  const given = texts.filter((text) => typeof text === 'string');
  return given.length === 0 ? undefined : given.join('');
}
