import { addressed } from '../../backends/litellm/address.js';
import { providerModelOf } from '../../backends/litellm/model-name.js';
import { litellmOptions } from '../../backends/litellm/options.js';
import { embedderOn } from '../../backends/openai/embeddings.js';
import { openLine } from '../../backends/openai/model.js';
import { retry } from '../../backends/retry.js';
import { parseOptions } from '../../core/plugin-options.js';
import { HretError } from '../../errors.js';
import type { EmbeddingOptions, EmbeddingResponse } from './embedding-types.js';
import { helperWorld } from './world.js';

export async function embed({
  model: named,
  input,
  dimensions,
  batchSize,
  signal = new AbortController().signal,
  ...rest
}: EmbeddingOptions): Promise<EmbeddingResponse> {
  const world = helperWorld();
  const options = parseOptions({ name: 'litellm', options: litellmOptions }, 'embedding', {
    ...rest,
    modelName: named,
  });
  const { provider, model } = providerModelOf(options);
  const { server, chosen } = addressed(options, provider, model, world);
  if (server.translation !== undefined) {
    throw new HretError(
      'usage',
      `embedding: ${server.product} is not asked for embeddings here; use a provider of OpenAI's protocol.`,
    );
  }
  const embedder = embedderOn(openLine(chosen, world, server), {
    modelName: model,
    ...(dimensions !== undefined && { dimensions }),
    ...(batchSize !== undefined && { batchSize }),
  });
  let vectors: readonly (readonly number[])[] = [];
  const asking = retry({ ...world, maxRetries: options.maxRetries })({
    id: embedder.id,
    async generate(request) {
      vectors = await embedder.embed([input].flat(), request.signal);
      return { text: '', finish: 'stop' };
    },
  });
  try {
    const sample = { id: 'embedding', input: '', target: { kind: 'text', accepted: [] } } as const;
    await asking.generate({ prompt: { text: '' }, sample, draw: 0, signal });
  } finally {
    await embedder.close?.();
  }
  return {
    object: 'list',
    model: named,
    data: vectors.map((vector, index) => ({ object: 'embedding', index, embedding: vector })),
  };
}
