import { HretError } from '../../errors.js';
import type { PieceReader, Translation } from '../openai/translation.js';
import {
  chatOf,
  completionOf,
  dataIn,
  fieldsOf,
  joined,
  listOf,
  type Part,
  pieceOf,
  renamed,
  schemaIn,
  usageOf,
} from './chat-body.js';
import { parsedFields } from './parsed.js';

/** Anthropic's Messages API. https://docs.anthropic.com/en/api/messages, …/en/api/messages-streaming */
export const anthropicTranslation: Translation = {
  pathOf: () => '/messages',
  request(body) {
    const { system, turns, isStream, fields } = chatOf(body);
    const { stop, response_format: format, ...rest } = fields;
    return {
      ...renamed(rest, { max_completion_tokens: 'max_tokens', user: 'metadata.user_id' }),
      ...(stop !== undefined && { stop_sequences: listOf(stop) }),
      ...(format !== undefined && {
        output_config: { format: { type: 'json_schema', schema: requiredSchema(format) } },
      }),
      ...(system !== undefined && { system }),
      messages: turns.map(({ role, parts }) => ({ role, content: contentOf(parts) })),
      ...(isStream && { stream: true }),
    };
  },
  reply(json) {
    const { id, model, content, stop_reason: reason, usage } = fieldsOf(json);
    if (!Array.isArray(content)) return undefined;
    const blocks = content.map(fieldsOf);
    return completionOf({
      id,
      model,
      text: joined(blocks.filter(({ type }) => type === 'text').map(({ text }) => text)),
      reasoning: joined(blocks.filter(({ type }) => type === 'thinking').map(({ thinking }) => thinking)),
      finish: finishOf(reason),
      usage: countsOf(fieldsOf(usage)),
    });
  },
  pieces,
};

function pieces(): PieceReader {
  let head = {};
  let usage = {};
  return ({ data }) => {
    const event = parsedFields(data);
    switch (event?.type) {
      case 'message_start': {
        const { id, model, usage: counted } = fieldsOf(event.message);
        head = { id, model };
        usage = fieldsOf(counted);
        return [pieceOf(head, { role: 'assistant' })];
      }
      case 'content_block_delta': {
        const { type, text, thinking } = fieldsOf(event.delta);
        if (type === 'text_delta') return [pieceOf(head, { content: text })];
        return type === 'thinking_delta' ? [pieceOf(head, { reasoning_content: thinking })] : [];
      }
      case 'message_delta': {
        usage = { ...usage, ...fieldsOf(event.usage) };
        const counted = countsOf(usage);
        const ending = pieceOf(head, {}, finishOf(fieldsOf(event.delta).stop_reason));
        return [{ ...ending, ...(counted !== undefined && { usage: counted }) }];
      }
      case 'message_stop':
        return ['done'];
      case 'error':
        return [{ error: event.error }];
      case undefined:
        return [{ error: { message: 'a piece of the stream is broken JSON' } }];
      default:
        return [];
    }
  };
}

/** `input_tokens` leaves out what was read from or written into the cache, which the others count as input. */
function countsOf(usage: Readonly<Record<string, unknown>>) {
  const { input_tokens: input, output_tokens: output } = usage;
  const { cache_read_input_tokens: read, cache_creation_input_tokens: written } = usage;
  const sum = [input, read, written].filter((count) => typeof count === 'number').reduce((a, b) => a + b, 0);
  return usageOf({
    input: typeof input === 'number' ? sum : undefined,
    output,
    ...(typeof read === 'number' && read > 0 && { cached: read }),
  });
}

const FINISH: Readonly<Record<string, string>> = {
  end_turn: 'stop',
  stop_sequence: 'stop',
  max_tokens: 'length',
  model_context_window_exceeded: 'length',
  refusal: 'content_filter',
};

function finishOf(reason: unknown): string {
  return FINISH[String(reason)] ?? String(reason ?? 'stop');
}

/** A bare text where there is nothing else. */
function contentOf(parts: readonly Part[]): unknown {
  const [first] = parts;
  return parts.length === 1 && first?.kind === 'text' ? first.text : parts.map(blockOf);
}

function blockOf(part: Part): unknown {
  if (part.kind === 'text') return { type: 'text', text: part.text };
  const data = dataIn(part.url);
  const source =
    data === undefined ? { type: 'url', url: part.url } : { type: 'base64', media_type: data.type, data: data.base64 };
  return { type: 'image', source };
}

function requiredSchema(format: unknown): unknown {
  const schema = schemaIn(format);
  if (schema !== undefined) return schema;
  throw new HretError(
    'usage',
    'modelParams.responseFormat: Anthropic takes a schema only, not { type: "json_object" }.',
    {
      stopsRun: true,
    },
  );
}
