import { setMaxListeners } from 'node:events';
import type { Embedder } from '../core/embedder.js';
import { HretError } from '../errors.js';
import { createBatcher } from '../util/batcher.js';

interface Row {
  readonly text: string;
  readonly signal: AbortSignal;
}

/** Texts in one request; what most servers take. */
const TEXTS = 64;

/** The embedder, with texts of several samples that are scored at the same time in one request. A batch is given up when nobody waits for any of it. */
export function batchedEmbedder(embedder: Embedder): Embedder {
  const batcher = createBatcher<Row, readonly number[]>({
    size: TEXTS,
    fits: () => true,
    run(rows) {
      const controller = new AbortController();
      let waiting = rows.length;
      for (const { signal } of rows) {
        const leave = () => --waiting === 0 && controller.abort(signal.reason);
        signal.addEventListener('abort', leave, { once: true });
      }
      return embedder.embed(
        rows.map(({ text }) => text),
        controller.signal,
      );
    },
  });
  return {
    ...embedder,
    async embed(texts, signal = new AbortController().signal) {
      setMaxListeners(0, signal);
      try {
        return await Promise.all(texts.map((text) => batcher.add({ text, signal })));
      } catch (error) {
        // One text that is too long spoils the batch of all; alone it spoils only its own sample.
        if (isOfOneText(error)) return embedder.embed(texts, signal);
        throw error;
      }
    },
  };
}

function isOfOneText(error: unknown): boolean {
  return error instanceof HretError && !error.stopsRun && [400, 413, 422].includes(error.status ?? 0);
}
