import { z } from 'zod';
import type { Embedder } from '../../core/embedder.js';
import { HretError } from '../../errors.js';
import type { HttpReply } from '../http.js';
import { replyError, type Service } from '../reply-error.js';
import type { Line } from './model.js';
import { jsonIn, shaped } from './reply-json.js';

export interface EmbeddingOptions {
  /** As the service knows it. */
  readonly modelName: string;
  /** Length of the vectors, for models that can shorten them. */
  readonly dimensions?: number;
  /** Further fields of the request. */
  readonly fields?: Readonly<Record<string, unknown>> | undefined;
  /** Texts in one request; OpenAI takes 2048, other servers fewer. 64 unless said otherwise. */
  readonly batchSize?: number;
}

const PATH = '/embeddings';

const replySchema = z.object({
  data: z.array(z.object({ index: z.int().min(0), embedding: z.array(z.number()).min(1) })),
});

/**
 * Embeddings through OpenAI's protocol: texts in batches, one after the other, vectors in the order of the texts whatever
 * order the service sends them in. https://platform.openai.com/docs/api-reference/embeddings/create
 */
export function embedderOn(line: Line, { modelName, dimensions, fields, batchSize = 64 }: EmbeddingOptions): Embedder {
  const id = `${line.server.name}/${modelName}`;
  const service = line.serviceOf(PATH, id);
  const shared = {
    model: modelName,
    encoding_format: 'float',
    ...(dimensions !== undefined && { dimensions }),
    ...fields,
  };
  const batch = async (input: readonly string[], signal: AbortSignal) => {
    const reply = await line.http.postJson(line.urlOf(PATH), line.headers, { ...shared, input }, { signal });
    return vectorsIn(reply, input.length, service);
  };
  return {
    id,
    async embed(texts, signal = new AbortController().signal) {
      const empty = texts.indexOf('');
      if (empty >= 0)
        throw new HretError('data', `${id}: text number ${empty} is empty, and nothing has no embedding.`);
      const vectors: (readonly number[])[] = [];
      for (let from = 0; from < texts.length; from += batchSize) {
        vectors.push(...(await batch(texts.slice(from, from + batchSize), signal)));
      }
      return vectors;
    },
    close: () => line.http.close(),
  };
}

function vectorsIn(reply: HttpReply, count: number, service: Service): readonly (readonly number[])[] {
  if (reply.status < 200 || reply.status > 299) throw replyError(reply, service);
  const { data } = shaped(replySchema, jsonIn(reply, service), reply, service);
  const vectors = new Array<readonly number[] | undefined>(count).fill(undefined);
  for (const { index, embedding } of data) if (index < count) vectors[index] = embedding;
  const [first] = vectors;
  const whole = vectors.filter((vector) => vector !== undefined && vector.length === first?.length);
  if (whole.length === count && data.length === count) return whole as (readonly number[])[];
  throw new HretError(
    'model',
    `${service.name}: ${service.url} answered ${count} texts with ${data.length} vectors, ${whole.length} of them usable.`,
    { status: reply.status, isRetryable: true },
  );
}
