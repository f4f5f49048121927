import { joinedChunks } from '../../backends/openai/stream.js';
import type { HretError } from '../../errors.js';
import type { EmbeddingOptions, EmbeddingResponse } from './embedding-types.js';
import type { BatchOptions, CreateBatchOptions, ProviderBatch, ResumeBatchOptions } from './provider-batch-types.js';
import type { ChatChunk, ChatMessage, CompletionOptions, ModelResponse } from './types.js';

/**
 * Asks a model once, by its `provider/model` name; with `stream: true`, piece by piece. Takes the options of the backend
 * `litellm` too: keys, sampling, retries, fallbacks, cache, budget, rules. Answers have OpenAI's field names.
 *
 * @example
 * const answer = await completion({ model: 'openai/gpt-4o-mini', messages: [{ role: 'user', content: '수도는?' }], mockResponse: '서울' });
 * if (answer.choices[0]?.message.content !== '서울') throw new Error('a mock answers itself');
 */
export function completion(options: CompletionOptions & { readonly stream: true }): Promise<AsyncIterable<ChatChunk>>;
export function completion(options: CompletionOptions & { readonly stream?: false }): Promise<ModelResponse>;
export function completion(options: CompletionOptions): Promise<ModelResponse | AsyncIterable<ChatChunk>>;
export async function completion(options: CompletionOptions): Promise<ModelResponse | AsyncIterable<ChatChunk>> {
  const { complete, completeStreaming } = await import('./completion.js');
  return options.stream === true ? completeStreaming(options) : complete(options);
}

/** The whole answer the pieces of a stream amount to: texts, tool calls by their index, the last finish reason and usage. */
export function streamChunkBuilder(chunks: readonly ChatChunk[]): ModelResponse {
  const whole = joinedChunks(chunks) as unknown as Partial<ModelResponse>;
  const { created, model = '', choices = [] } = whole;
  return { ...whole, object: 'chat.completion', created: created ?? 0, model, choices };
}

type ConversationsOptions = Omit<CompletionOptions, 'messages' | 'stream'> & {
  readonly messages: readonly (readonly ChatMessage[])[];
  /** Conversations asked at the same time at most; the limits of the service hold besides. 100 unless said otherwise. */
  readonly maxWorkers?: number;
};

/** Asks one model many conversations. Answers in their order; one that failed is its error, in its place. */
export async function batchCompletion(options: ConversationsOptions): Promise<(ModelResponse | HretError)[]> {
  const { batchComplete } = await import('./batch-completion.js');
  return batchComplete(options as never);
}

type ModelsOptions = Omit<CompletionOptions, 'model' | 'stream'> & { readonly models: readonly string[] };

/** Asks several models the same; the first answer wins, and the other requests are given up. */
export async function batchCompletionModels(options: ModelsOptions): Promise<ModelResponse> {
  const { firstOfModels } = await import('./batch-completion.js');
  return firstOfModels(options as never);
}

/** Asks several models the same. Answers in the order of the models; one that failed is its error, in its place. */
export async function batchCompletionModelsAllResponses(
  options: ModelsOptions,
): Promise<(ModelResponse | HretError)[]> {
  const { allOfModels } = await import('./batch-completion.js');
  return allOfModels(options as never);
}

/** Vectors for texts, in the order of the texts. */
export async function embedding(options: EmbeddingOptions): Promise<EmbeddingResponse> {
  const { embed } = await import('./embedding.js');
  return embed(options);
}

/** OpenAI's names of the parameters that are sent to a model of this provider; others are refused. */
export async function getSupportedOpenaiParams(asked: {
  readonly model: string;
  readonly provider?: string;
}): Promise<string[]> {
  const { supportedParams } = await import('./supported-params.js');
  return supportedParams(asked);
}

/** US dollars for so many tokens of a model; `undefined` when its price is not known. */
export async function costPerToken(asked: {
  readonly model: string;
  readonly promptTokens: number;
  readonly completionTokens: number;
}): Promise<{ readonly promptCost: number; readonly completionCost: number } | undefined> {
  const { costOf } = await import('./costs.js');
  const { model, promptTokens, completionTokens } = asked;
  const promptCost = await costOf(model, { prompt_tokens: promptTokens, completion_tokens: 0 });
  const whole = await costOf(model, { prompt_tokens: promptTokens, completion_tokens: completionTokens });
  return promptCost === undefined || whole === undefined
    ? undefined
    : { promptCost, completionCost: whole - promptCost };
}

/** US dollars an answer cost: what the service said, else its tokens at the price of its model; `undefined` when unknown. */
export async function completionCost(response: ModelResponse): Promise<number | undefined> {
  if (response.responseCost !== undefined) return response.responseCost;
  if (response.usage === undefined) return undefined;
  const { costOf } = await import('./costs.js');
  return costOf(response.model, response.usage);
}

/** Tokens of a text or a conversation: counted where `gpt-tokenizer` is installed, else estimated from its letters. */
export async function tokenCounter(
  asked: { readonly model: string } & ({ readonly text: string } | { readonly messages: readonly ChatMessage[] }),
): Promise<number> {
  const { countTokens } = await import('./trim-messages.js');
  return countTokens(asked);
}

/**
 * A conversation that fits into `maxTokens`: the oldest messages are left out first; system messages and the last message
 * stay. A last message that is too long by itself loses its middle.
 */
export async function trimMessages(asked: {
  readonly model: string;
  readonly messages: readonly ChatMessage[];
  readonly maxTokens: number;
  /** Part of `maxTokens` the conversation may take, so that there is room for an answer; 0.75 unless said otherwise. */
  readonly trimRatio?: number;
}): Promise<ChatMessage[]> {
  const { trimmed } = await import('./trim-messages.js');
  return trimmed(asked);
}

/**
 * Submits conversations to the batch API of OpenAI or Anthropic: answered within a day, at half the price. What is needed to
 * find the batch again is in `stateFile`; called again with the same requests it submits nothing anew.
 */
export async function createBatch(options: CreateBatchOptions): Promise<ProviderBatch> {
  return (await import('./batch-submit.js')).create(options);
}

/** How far a batch is. */
export async function retrieveBatch(options: BatchOptions): Promise<ProviderBatch> {
  return (await import('./provider-batch.js')).retrieve(options);
}

/** Asks the service to stop a batch; what it has answered is kept. */
export async function cancelBatch(options: BatchOptions): Promise<ProviderBatch> {
  return (await import('./provider-batch.js')).cancel(options);
}

/** Waits for a batch, also one another process submitted: answers in the order of the requests, errors in their places. */
export async function resumeBatch(options: ResumeBatchOptions): Promise<(ModelResponse | HretError)[]> {
  return (await import('./provider-batch.js')).resume(options);
}
