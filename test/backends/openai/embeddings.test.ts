import { describe, expect, it } from 'vitest';
import { embedderOn } from '../../../src/backends/openai/embeddings.js';
import { openLine } from '../../../src/backends/openai/model.js';
import { openaiOptions } from '../../../src/backends/openai/options.js';
import { type LoopbackOptions, startLoopbackLlm, testWorld } from '../../../src/testing/index.js';

const server = { name: 'openai', product: 'the server', defaultBase: '', baseVariables: [], keyVariables: [] };

async function withEmbedder(
  options: LoopbackOptions,
  use: (embedder: ReturnType<typeof embedderOn>, llm: Awaited<ReturnType<typeof startLoopbackLlm>>) => Promise<void>,
) {
  await using llm = await startLoopbackLlm(options);
  const line = openLine(openaiOptions.parse({ apiBase: llm.url }), testWorld(), server);
  const embedder = embedderOn(line, { modelName: 'e', batchSize: 3, dimensions: 8 });
  await use(embedder, llm);
  await embedder.close?.();
}

describe('embeddings', () => {
  it('come in the order of the texts, whatever the batches and the order of the reply', () =>
    withEmbedder({}, async (embedder, llm) => {
      const texts = ['하나', '둘', '셋', '넷', '하나', '여섯', '일곱'];
      const vectors = await embedder.embed(texts);
      expect(vectors.map(({ length }) => length)).toEqual(Array(7).fill(8));
      expect(vectors[4]).toEqual(vectors[0]);
      const alone = await Promise.all(texts.map(async (text) => (await embedder.embed([text]))[0]));
      expect(vectors).toEqual(alone);
      expect(llm.requests.slice(0, 3).map(({ body }) => body.input)).toEqual([
        texts.slice(0, 3),
        texts.slice(3, 6),
        texts.slice(6),
      ]);
      expect(llm.requests[0]?.body).toMatchObject({ model: 'e', dimensions: 8 });
      expect(await embedder.embed([])).toEqual([]);
    }));

  it('are an error that may pass when some are missing, and one that stops when the model is unknown', () => {
    const short = { data: [{ index: 0, embedding: [1] }] };
    const faults = [
      { kind: 'status', status: 200, json: short },
      { kind: 'status', status: 404, message: 'no such model' },
    ] as const;
    return withEmbedder({ faults }, async (embedder) => {
      await expect(embedder.embed(['a', 'b'])).rejects.toMatchObject({ isRetryable: true });
      await expect(embedder.embed(['a'])).rejects.toMatchObject({ stopsRun: true, status: 404 });
      await expect(embedder.embed(['a', ''])).rejects.toThrow('text number 1 is empty');
    });
  });
});
