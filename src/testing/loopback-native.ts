import type { Json } from '../core/json.js';
import type { Asked, LoopbackAnswer, LoopbackApi } from './loopback-asked.js';

/** The protocols of services that do not speak OpenAI's. */
export type NativeApi = Extract<LoopbackApi, 'messages' | 'gemini' | 'converse'>;

/** Which of them a path belongs to. */
export function nativeApiOf(path: string): NativeApi | undefined {
  if (/\/messages$/.test(path)) return 'messages';
  if (/\/models\/[^/]+:(stream)?generateContent$/i.test(path)) return 'gemini';
  return /\/model\/[^/]+\/converse$/.test(path) ? 'converse' : undefined;
}

type AnswerFields = Exclude<LoopbackAnswer, string>;

interface Said {
  readonly text: string | null;
  readonly reasoning: string | undefined;
  readonly finish: string;
  readonly input: number;
  readonly output: number;
  readonly usage: Json | undefined;
}

function saidIn(answer: AnswerFields, { prompt }: Asked): Said {
  const { text = null, finish = 'stop', reasoning, usage } = answer;
  return { text, finish, reasoning, usage, input: prompt.length, output: [...(text ?? '')].length };
}

/** The answer as the service that is played would send it. */
export function nativeJson(answer: AnswerFields, asked: Asked & { readonly api: NativeApi }): Json {
  return WHOLE[asked.api](saidIn(answer, asked), asked);
}

const WHOLE: Readonly<Record<NativeApi, (said: Said, asked: Asked) => Json>> = {
  /** https://docs.anthropic.com/en/api/messages */
  messages: ({ text, reasoning, finish, input, output, usage }, { body }) => ({
    id: 'msg_loopback',
    type: 'message',
    role: 'assistant',
    model: body.model ?? 'loopback',
    content: [
      ...(reasoning === undefined ? [] : [{ type: 'thinking', thinking: reasoning, signature: 'x' }]),
      ...(text === null || text === '' ? [] : [{ type: 'text', text }]),
    ],
    stop_reason: { stop: 'end_turn', length: 'max_tokens', content_filter: 'refusal' }[finish] ?? finish,
    stop_sequence: null,
    ...(usage !== null && { usage: usage ?? { input_tokens: input, output_tokens: output } }),
  }),
  /** https://ai.google.dev/api/generate-content#v1beta.GenerateContentResponse */
  gemini: ({ text, reasoning, finish, input, output, usage }) => ({
    candidates: [
      {
        content: {
          role: 'model',
          parts: [
            ...(reasoning === undefined ? [] : [{ text: reasoning, thought: true }]),
            ...(text === null || text === '' ? [] : [{ text }]),
          ],
        },
        finishReason: { stop: 'STOP', length: 'MAX_TOKENS', content_filter: 'SAFETY' }[finish] ?? finish,
        index: 0,
      },
    ],
    ...(usage !== null && {
      usageMetadata: usage ?? {
        promptTokenCount: input,
        candidatesTokenCount: output,
        totalTokenCount: input + output,
      },
    }),
    modelVersion: 'loopback',
    responseId: 'loopback',
  }),
  /** https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_Converse.html */
  converse: ({ text, reasoning, finish, input, output, usage }) => ({
    output: {
      message: {
        role: 'assistant',
        content: [
          ...(reasoning === undefined ? [] : [{ reasoningContent: { reasoningText: { text: reasoning } } }]),
          ...(text === null || text === '' ? [] : [{ text }]),
        ],
      },
    },
    stopReason: { stop: 'end_turn', length: 'max_tokens', content_filter: 'content_filtered' }[finish] ?? finish,
    ...(usage !== null && {
      usage: usage ?? { inputTokens: input, outputTokens: output, totalTokens: input + output },
    }),
    metrics: { latencyMs: 1 },
  }),
};

/** The answer as a stream of events. */
export function nativeEvents(answer: AnswerFields, asked: Asked & { readonly api: NativeApi }): string {
  const { json } = answer;
  if (json !== undefined) return `data: ${JSON.stringify(json)}\n\n`;
  const said = saidIn(answer, asked);
  const texts = [...(said.text ?? '')];
  return asked.api === 'gemini' ? geminiEvents(said, texts, asked) : anthropicEvents(said, texts, asked);
}

/** https://docs.anthropic.com/en/api/messages-streaming */
function anthropicEvents(said: Said, texts: readonly string[], asked: Asked): string {
  const whole = WHOLE.messages(said, asked) as { readonly [field: string]: Json };
  const event = (type: string, fields: object) => `event: ${type}\ndata: ${JSON.stringify({ type, ...fields })}\n\n`;
  const block = (index: number, kind: Json, deltas: readonly Json[]) => [
    event('content_block_start', { index, content_block: kind }),
    ...deltas.map((delta) => event('content_block_delta', { index, delta })),
    event('content_block_stop', { index }),
  ];
  const { reasoning } = said;
  return [
    event('message_start', {
      message: { ...whole, content: [], stop_reason: null, usage: { input_tokens: said.input, output_tokens: 1 } },
    }),
    event('ping', {}),
    ...(reasoning === undefined
      ? []
      : block(0, { type: 'thinking', thinking: '' }, [{ type: 'thinking_delta', thinking: reasoning }])),
    ...(texts.length === 0
      ? []
      : block(
          reasoning === undefined ? 0 : 1,
          { type: 'text', text: '' },
          texts.map((text) => ({ type: 'text_delta', text })),
        )),
    event('message_delta', {
      delta: { stop_reason: whole.stop_reason, stop_sequence: null },
      usage: { output_tokens: said.output },
    }),
    event('message_stop', {}),
  ].join('');
}

/** Pieces of the whole, the last one with the reason it ended. */
function geminiEvents(said: Said, texts: readonly string[], asked: Asked): string {
  const piece = (text: string, thought = false) => ({
    candidates: [{ content: { role: 'model', parts: [{ text, ...(thought && { thought }) }] }, index: 0 }],
    usageMetadata: { promptTokenCount: said.input },
  });
  const thoughts = said.reasoning === undefined ? [] : [piece(said.reasoning, true)];
  const last = WHOLE.gemini({ ...said, text: null, reasoning: undefined }, asked);
  return [...thoughts, ...texts.map((text) => piece(text)), last]
    .map((json) => `data: ${JSON.stringify(json)}\r\n\r\n`)
    .join('');
}
