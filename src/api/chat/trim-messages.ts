import { HretError } from '../../errors.js';
import { tokenCounterFor } from '../token-counter.js';
import type { ChatMessage } from './types.js';

/** Every message has marks around it, and so has the answer that follows. https://cookbook.openai.com/examples/how_to_count_tokens_with_tiktoken */
const PER_MESSAGE = 3;
const PER_ANSWER = 3;
const ELLIPSIS = ' … ';

type Asked = { readonly model: string } & ({ readonly text: string } | { readonly messages: readonly ChatMessage[] });

export async function countTokens(asked: Asked): Promise<number> {
  const { countTokens: count } = await tokenCounterFor(asked.model);
  return 'text' in asked ? count(asked.text) : ofAll(asked.messages, count);
}

export async function trimmed({
  model,
  messages,
  maxTokens,
  trimRatio = 0.75,
}: {
  readonly model: string;
  readonly messages: readonly ChatMessage[];
  readonly maxTokens: number;
  readonly trimRatio?: number;
}): Promise<ChatMessage[]> {
  const { countTokens: count } = await tokenCounterFor(model);
  const room = Math.floor(maxTokens * trimRatio) - PER_ANSWER;
  const last = messages.at(-1);
  if (last === undefined || ofAll(messages, count) - PER_ANSWER <= room) return [...messages];
  const isKept = (message: ChatMessage) =>
    message === last || message.role === 'system' || message.role === 'developer';
  let left = room - messages.filter(isKept).reduce((sum, message) => sum + ofOne(message, count), 0);
  if (left < 0) return shortened(messages.filter(isKept), last, ofOne(last, count) + left, count);
  const kept = new Set(messages.filter(isKept));
  // From the newest on, without gaps: a conversation with a hole in it says something else.
  for (const message of messages.toReversed()) {
    if (kept.has(message)) continue;
    left -= ofOne(message, count);
    if (left < 0) break;
    kept.add(message);
  }
  return messages.filter((message) => kept.has(message));
}

/** The last message without its middle, so that it takes no more than `room` tokens. */
function shortened(
  messages: readonly ChatMessage[],
  last: ChatMessage,
  room: number,
  count: (text: string) => number,
): ChatMessage[] {
  if (typeof last.content !== 'string') {
    throw new HretError('usage', 'trimMessages: the last message is too long, and only a bare text can be shortened.');
  }
  const letters = [...last.content];
  const cut = (kept: number) =>
    [...letters.slice(0, Math.ceil(kept / 2)), ELLIPSIS, ...letters.slice(letters.length - Math.floor(kept / 2))].join(
      '',
    );
  let [fits, tooMany] = [0, letters.length];
  while (tooMany - fits > 1) {
    const middle = Math.floor((fits + tooMany) / 2);
    if (ofOne({ ...last, content: cut(middle) }, count) <= room) fits = middle;
    else tooMany = middle;
  }
  if (fits === 0) {
    throw new HretError('usage', 'trimMessages: the system messages alone take more than maxTokens * trimRatio.');
  }
  return messages.map((message) => (message === last ? { ...last, content: cut(fits) } : message));
}

function ofAll(messages: readonly ChatMessage[], count: (text: string) => number): number {
  return messages.reduce((sum, message) => sum + ofOne(message, count), PER_ANSWER);
}

function ofOne({ role, content }: ChatMessage, count: (text: string) => number): number {
  const text = typeof content === 'string' ? content : (content ?? []).map((part) => String(part.text ?? '')).join('');
  return PER_MESSAGE + count(role) + count(text);
}
