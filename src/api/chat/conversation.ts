import { imageUrl } from '../../backends/image-url.js';
import type { ChatPrompt } from '../../backends/litellm/chat-model.js';
import type { Fields } from '../../backends/openai/translation.js';
import type { ChatMessage } from './types.js';

const MOST_IMAGE_BYTES = 20 * 2 ** 20;

/** The option `systemMessage` stands before the conversation. */
export function withSystem(systemMessage: unknown, messages: readonly ChatMessage[]): readonly ChatMessage[] {
  return typeof systemMessage === 'string' ? [{ role: 'system', content: systemMessage }, ...messages] : messages;
}

/** A conversation as a prompt. Files become data URLs, since nobody else can read them; relative paths are under `cwd`. */
export async function promptOf(
  messages: readonly ChatMessage[],
  fields: Fields | undefined,
  cwd: string,
): Promise<ChatPrompt> {
  const sent = await Promise.all(
    messages.map(async (message) => {
      if (!Array.isArray(message.content)) return message;
      return { ...message, content: await Promise.all(message.content.map((part) => partOf(part, cwd))) };
    }),
  );
  return { text: messages.map(textOf).join('\n'), messages: sent, ...(fields !== undefined && { fields }) };
}

async function partOf(part: Fields, cwd: string): Promise<Fields> {
  if (part.type !== 'image_url') return part;
  const image = typeof part.image_url === 'string' ? { url: part.image_url } : (part.image_url as { url: string });
  return { ...part, image_url: { ...image, url: await imageUrl({ url: image.url }, cwd, MOST_IMAGE_BYTES) } };
}

/** What a message says, without its images. */
function textOf({ content }: ChatMessage): string {
  if (typeof content === 'string') return content;
  return (content ?? []).map((part) => (typeof part.text === 'string' ? part.text : '')).join('');
}
