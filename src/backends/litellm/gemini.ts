import type { Fields, PieceReader, Translation } from '../openai/translation.js';
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

const CONFIG: Readonly<Record<string, string>> = {
  temperature: 'generationConfig.temperature',
  top_p: 'generationConfig.topP',
  top_k: 'generationConfig.topK',
  max_tokens: 'generationConfig.maxOutputTokens',
  max_completion_tokens: 'generationConfig.maxOutputTokens',
  seed: 'generationConfig.seed',
  frequency_penalty: 'generationConfig.frequencyPenalty',
  presence_penalty: 'generationConfig.presencePenalty',
  stopSequences: 'generationConfig.stopSequences',
  responseMimeType: 'generationConfig.responseMimeType',
  responseJsonSchema: 'generationConfig.responseJsonSchema',
};

/** Gemini's `generateContent`. https://ai.google.dev/api/generate-content */
export const geminiTranslation: Translation = {
  pathOf: (model, isStream) => `/models/${model}:${isStream ? 'streamGenerateContent' : 'generateContent'}`,
  request(body) {
    const { system, turns, fields } = chatOf(body);
    const { model: _, stop, response_format: format, ...rest } = fields;
    const schema = schemaIn(format);
    const asked = {
      ...rest,
      ...(stop !== undefined && { stopSequences: listOf(stop) }),
      ...(format !== undefined && fieldsOf(format).type !== 'text' && { responseMimeType: 'application/json' }),
      ...(schema !== undefined && { responseJsonSchema: schema }),
    };
    return {
      ...renamed(asked, CONFIG),
      ...(system !== undefined && { systemInstruction: { parts: [{ text: system }] } }),
      contents: turns.map(({ role, parts }) => ({
        role: role === 'assistant' ? 'model' : 'user',
        parts: parts.map(partOf),
      })),
    };
  },
  reply(json) {
    const whole = fieldsOf(json);
    const said = saidIn(whole);
    if (said === undefined) return undefined;
    const { responseId: id, modelVersion: model, usageMetadata: usage } = whole;
    return completionOf({ id, model, ...said, usage: countsOf(fieldsOf(usage)) });
  },
  pieces,
};

function pieces(): PieceReader {
  return ({ data }) => {
    const event = parsedFields(data);
    if (event === undefined) return [{ error: { message: 'a piece of the stream is broken JSON' } }];
    if (event.error !== undefined) return [{ error: event.error }];
    const said = saidIn(event);
    if (said === undefined) return [];
    const { responseId: id, modelVersion: model, usageMetadata } = event;
    const { text, reasoning, isOver, finish } = said;
    const delta = {
      ...(text !== undefined && { content: text }),
      ...(reasoning !== undefined && { reasoning_content: reasoning }),
    };
    if (!isOver) return [pieceOf({ id, model }, delta)];
    const usage = countsOf(fieldsOf(usageMetadata));
    return [{ ...pieceOf({ id, model }, delta, finish), ...(usage !== undefined && { usage }) }, 'done'];
  };
}

interface Said {
  readonly text: string | undefined;
  readonly reasoning: string | undefined;
  readonly finish: string;
  readonly isOver: boolean;
}

/** A prompt that was blocked has no candidates; the reply says why. */
function saidIn({ candidates, promptFeedback }: Fields): Said | undefined {
  const [first] = Array.isArray(candidates) ? candidates : [];
  if (first === undefined) {
    const isBlocked = fieldsOf(promptFeedback).blockReason !== undefined;
    return isBlocked ? { text: undefined, reasoning: undefined, finish: 'content_filter', isOver: true } : undefined;
  }
  const { content, finishReason } = fieldsOf(first);
  const { parts } = fieldsOf(content);
  const read = (Array.isArray(parts) ? parts : []).map(fieldsOf);
  return {
    text: joined(read.filter(({ thought }) => thought !== true).map(({ text }) => text)),
    reasoning: joined(read.filter(({ thought }) => thought === true).map(({ text }) => text)),
    finish: finishOf(finishReason),
    isOver: finishReason !== undefined,
  };
}

const FINISH: Readonly<Record<string, string>> = {
  STOP: 'stop',
  MAX_TOKENS: 'length',
  SAFETY: 'content_filter',
  RECITATION: 'content_filter',
  BLOCKLIST: 'content_filter',
  PROHIBITED_CONTENT: 'content_filter',
  SPII: 'content_filter',
  IMAGE_SAFETY: 'content_filter',
};

function finishOf(reason: unknown): string {
  return FINISH[String(reason)] ?? String(reason ?? 'stop').toLowerCase();
}

/** Thoughts are paid as output, and counted apart. */
function countsOf(usage: Fields): Fields | undefined {
  const { promptTokenCount, candidatesTokenCount, thoughtsTokenCount, totalTokenCount, cachedContentTokenCount } =
    usage;
  const thoughts = typeof thoughtsTokenCount === 'number' ? thoughtsTokenCount : 0;
  return usageOf({
    input: promptTokenCount,
    output: typeof candidatesTokenCount === 'number' ? candidatesTokenCount + thoughts : undefined,
    total: totalTokenCount,
    cached: cachedContentTokenCount,
    reasoning: thoughtsTokenCount,
  });
}

function partOf(part: Part): unknown {
  if (part.kind === 'text') return { text: part.text };
  const data = dataIn(part.url);
  if (data !== undefined) return { inlineData: { mimeType: data.type, data: data.base64 } };
  const mimeType = TYPES[/\.(\w+)(?:[?#]|$)/.exec(part.url)?.[1]?.toLowerCase() ?? ''];
  return { fileData: { fileUri: part.url, ...(mimeType !== undefined && { mimeType }) } };
}

const TYPES: Readonly<Record<string, string>> = {
  png: 'image/png',
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  webp: 'image/webp',
  gif: 'image/gif',
  heic: 'image/heic',
};
