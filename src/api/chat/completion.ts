import { imageUrl } from '../../backends/image-url.js';
import { BrokenOff, type ChatPrompt, listenTo } from '../../backends/litellm/chat-model.js';
import { mismatch, type ResponseFormat, responseFormat } from '../../backends/openai/response-format.js';
import type { Fields } from '../../backends/openai/translation.js';
import type { GenerateRequest, Generation } from '../../core/model.js';
import { HretError, messageOf } from '../../errors.js';
import { camelCase } from '../../util/case.js';
import { isSecretKey } from '../../util/secret-names.js';
import { mockGeneration } from './mock.js';
import { withModel } from './open-models.js';
import { chunkFrom, responseFrom } from './response.js';
import { toolFields, toolProblem, toolsOf } from './tools.js';
import type {
  CallbackInfo,
  ChatChunk,
  ChatMessage,
  CompletionOptions,
  ModelResponse,
  OnFailure,
  OnSuccess,
} from './types.js';
import { helperWorld } from './world.js';

const MOST_IMAGE_BYTES = 20 * 2 ** 20;

/** Our own options apart from those of the backend, in whichever spelling. */
interface Call {
  readonly messages: readonly ChatMessage[];
  readonly params: Record<string, unknown>;
  readonly options: CompletionOptions;
  readonly format: ResponseFormat | undefined;
}

const OURS = new Set([
  'messages',
  'mockResponse',
  'tools',
  'toolChoice',
  'maxReasks',
  'onSuccess',
  'onFailure',
  'signal',
]);

function callOf(given: CompletionOptions): Call {
  const options = Object.fromEntries(
    Object.entries(given).map(([name, value]) => [camelCase(name), value]),
  ) as unknown as CompletionOptions;
  if (!Array.isArray(options.messages) || options.messages.length === 0) {
    throw new HretError('usage', 'completion: messages is missing: give [{ role: "user", content: "…" }].');
  }
  const { numRetries, model, ...rest } = options;
  const params: Record<string, unknown> = Object.fromEntries(
    Object.entries(rest).filter(([name, value]) => !OURS.has(name) && value !== undefined),
  );
  if (params.api !== undefined && params.api !== 'chat') {
    throw new HretError('usage', `completion: api is "${String(params.api)}", but a conversation goes through chat.`);
  }
  const { systemMessage } = params;
  delete params.systemMessage;
  params.modelName = model;
  // What nobody asked for is not sent: a helper has no default the service does not have.
  if (!('temperature' in params)) params.temperature = null;
  if (numRetries !== undefined) params.maxRetries = numRetries;
  const format = params.responseFormat === undefined ? undefined : formatOf(params.responseFormat);
  return { messages: withSystem(systemMessage, options.messages), params, options, format };
}

function formatOf(given: unknown): ResponseFormat {
  const parsed = responseFormat.safeParse(given);
  if (parsed.success) return parsed.data;
  throw new HretError('usage', `completion.responseFormat: ${parsed.error.issues[0]?.message ?? 'not understood'}.`);
}

/** The option `systemMessage` stands before the conversation. */
export function withSystem(systemMessage: unknown, messages: readonly ChatMessage[]): readonly ChatMessage[] {
  return typeof systemMessage === 'string' ? [{ role: 'system', content: systemMessage }, ...messages] : messages;
}

/** One answer, whole. */
export async function complete(given: CompletionOptions): Promise<ModelResponse> {
  const call = callOf(given);
  return told(call, async () => askInForm(call));
}

/** One answer in pieces, as they come in. */
export async function* completeStreaming(given: CompletionOptions): AsyncGenerator<ChatChunk, void, undefined> {
  const call = callOf({ ...given, stream: true });
  const chunks: ChatChunk[] = [];
  let wake = () => {};
  let isGiven = false;
  const push = (chunk: ChatChunk) => {
    isGiven = true;
    chunks.push(chunk);
    wake();
  };
  const stopping = new AbortController();
  const signal =
    call.options.signal === undefined ? stopping.signal : AbortSignal.any([call.options.signal, stopping.signal]);
  let end: { readonly error?: unknown } | undefined;
  told(call, async () => {
    const generation = await ask(call, call.messages, signal, push);
    // From a cache, a mock or a service that does not stream: the whole is one piece.
    if (!isGiven) for (const chunk of chunkFrom(generation, call.options.model)) push(chunk);
    return responseFrom(generation, call.options.model);
  }).then(
    () => over({}),
    (error: unknown) => over({ error }),
  );
  const over = (ended: typeof end) => {
    end = ended;
    wake();
  };
  try {
    for (;;) {
      yield* chunks.splice(0);
      if (chunks.length > 0) continue;
      if (end !== undefined) {
        if ('error' in end) throw end.error;
        return;
      }
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
  } finally {
    stopping.abort(new HretError('interrupted', 'completion: nobody reads the stream any more.'));
  }
}

/** Asks again, with what was wrong, until the answer has the form that was asked for. */
async function askInForm(call: Call): Promise<ModelResponse> {
  const { options, format } = call;
  const { maxReasks = 2 } = options;
  const tools = toolsOf(options.tools);
  let messages = call.messages;
  let cost: number | undefined;
  for (let reasked = 0; ; reasked++) {
    const generation = await ask(call, messages, options.signal ?? new AbortController().signal);
    cost = reasked === 0 ? generation.costUsd : sum(cost, generation.costUsd);
    const { response, problem } = checked(generation, options.model, format, tools);
    if (problem === undefined) return cost === undefined ? response : { ...response, responseCost: cost };
    if (reasked >= maxReasks) {
      const times = reasked === 0 ? 'once' : `${reasked + 1} times`;
      throw new HretError(
        'model',
        `${response.model}: asked ${times}, it answered in another form than was asked for: ${problem}.`,
      );
    }
    messages = [...messages, ...complaint(generation.text, problem)];
  }
}

function checked(
  generation: Generation,
  model: string,
  format: ResponseFormat | undefined,
  tools: ReturnType<typeof toolsOf>,
): { readonly response: ModelResponse; readonly problem?: string } {
  const response = responseFrom(generation, model);
  const called = response.choices[0]?.message.tool_calls ?? [];
  if (tools !== undefined && called.length > 0) {
    const { calls, problem } = toolProblem(called, tools);
    return problem === undefined ? { response: { ...response, toolCalls: calls } } : { response, problem };
  }
  if (format?.check === undefined || generation.finish === 'filter') return { response };
  const problem = mismatch(generation.text, format);
  if (problem !== undefined) return { response, problem };
  return { response: { ...response, parsed: format.check.parse(JSON.parse(generation.text)) } };
}

function complaint(text: string, problem: string): ChatMessage[] {
  return [
    ...(text === '' ? [] : [{ role: 'assistant' as const, content: text }]),
    {
      role: 'user',
      content: `That answer does not have the form that was asked for: ${problem}. Answer again, in that form only.`,
    },
  ];
}

async function ask(
  call: Call,
  messages: readonly ChatMessage[],
  signal: AbortSignal,
  onChunk?: (chunk: ChatChunk) => void,
): Promise<Generation> {
  const { mockResponse, tools, toolChoice } = call.options;
  signal.throwIfAborted();
  if (mockResponse !== undefined) return mockGeneration(mockResponse, messages);
  const prompt = await promptOf(messages, toolFields(tools, toolChoice, call.params));
  if (onChunk !== undefined) listenTo(prompt, onChunk);
  const request: GenerateRequest = {
    prompt,
    sample: { id: 'completion', input: prompt.text, target: { kind: 'text', accepted: [] } },
    draw: 0,
    signal,
  };
  return withModel(call.params, async (model) => {
    try {
      return await model.generate(request);
    } catch (error) {
      throw error instanceof BrokenOff ? brokenOff(error, model.id) : error;
    }
  });
}

/** Files become data URLs, since nobody else can read them. */
async function promptOf(messages: readonly ChatMessage[], fields: Fields | undefined): Promise<ChatPrompt> {
  const { cwd } = helperWorld();
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
export function textOf({ content }: ChatMessage): string {
  if (typeof content === 'string') return content;
  return (content ?? []).map((part) => (typeof part.text === 'string' ? part.text : '')).join('');
}

/** Tells those who want to know how it went. What goes wrong with them is said, and does not touch the answer. */
async function told(call: Call, work: () => Promise<ModelResponse>): Promise<ModelResponse> {
  const startTime = new Date();
  const { onSuccess, onFailure, ...kwargs } = call.options;
  const about = (): CallbackInfo => ({ kwargs: withoutKeys(kwargs), startTime, endTime: new Date() });
  const tell = async <Info>(
    callbacks: ((info: Info) => unknown) | readonly ((info: Info) => unknown)[] | undefined,
    info: Info,
  ) => {
    for (const callback of callbacks === undefined ? [] : [callbacks].flat()) {
      try {
        await (callback as (info: Info) => unknown)(info);
      } catch (error) {
        helperWorld().warn(`completion: a callback failed: ${messageOf(error)}`);
      }
    }
  };
  let response: ModelResponse;
  try {
    response = await work();
  } catch (error) {
    await tell<Parameters<OnFailure>[0]>(onFailure, { ...about(), error });
    throw error;
  }
  const { responseCost } = response;
  await tell<Parameters<OnSuccess>[0]>(onSuccess, {
    ...about(),
    response,
    ...(responseCost !== undefined && { responseCost }),
  });
  return response;
}

/** At any depth: fallbacks may have keys of their own. Functions, schemas and errors are left as they are. */
function withoutKeys(part: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const kept = Object.entries(part).filter(([name]) => !isSecretKey(name) && name !== 'headers');
  return Object.fromEntries(kept.map(([name, value]) => [name, keyless(value)]));
}

function keyless(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(keyless);
  const isPlain = typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;
  return isPlain ? withoutKeys(value as Readonly<Record<string, unknown>>) : value;
}

function brokenOff({ cause }: BrokenOff, id: string): HretError {
  return new HretError('model', `${id}: the answer broke off after its beginning was given out: ${messageOf(cause)}`, {
    cause,
  });
}

function sum(one: number | undefined, other: number | undefined): number | undefined {
  return one === undefined || other === undefined ? undefined : one + other;
}
