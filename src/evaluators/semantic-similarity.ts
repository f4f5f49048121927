import { z } from 'zod';
import type { Embedder } from '../core/embedder.js';
import type { Evaluator } from '../core/evaluator.js';
import type { EvaluatorPlugin, EvaluatorRequest } from '../core/plugin.js';
import { HretError } from '../errors.js';
import { spokenOf } from './answer-text.js';
import { batchedEmbedder } from './batched-embedder.js';
import { foundAnswer } from './found-answer.js';
import { textsOf } from './text-metrics/corpus-evaluator.js';

const options = z.strictObject({
  embedder: z
    .custom<string | Embedder>(
      (value) =>
        (typeof value === 'string' && value !== '') ||
        (typeof value === 'object' && value !== null && typeof Reflect.get(value, 'embed') === 'function'),
      'expected the name of a backend, or an object with embed(texts), which gives one vector for each text',
    )
    .describe('a backend that gives embeddings, for example openai; in programs also an object with embed(texts)'),
  embedderParams: z
    .record(z.string(), z.unknown())
    .default({})
    .describe('of that backend, as modelParams: { modelName, apiBase, … }'),
  extractFinalAnswer: z.boolean().default(true).describe('compare what follows 정답:, Answer: and the like'),
});

type Options = z.output<typeof options>;

/** How near the meanings of the answer and of the nearest reference are: the cosine of their embeddings, from -1 to 1. */
export const plugin: EvaluatorPlugin<Options> = {
  name: 'semantic_similarity',
  summary: 'The cosine between the embeddings of the answer and of the reference.',
  options,
  async create(given, request) {
    return similarity(await embedderOf(given, request), given.extractFinalAnswer);
  },
};

/** A backend by name shares requests between samples; an object is asked as it is. */
async function embedderOf(
  { embedder, embedderParams }: Options,
  { openEmbedder }: EvaluatorRequest,
): Promise<Embedder> {
  if (typeof embedder !== 'string') {
    if (Object.keys(embedderParams).length === 0) return embedder;
    throw new HretError('usage', 'evaluatorParams.embedderParams: an embedder that is an object takes no params.');
  }
  if (openEmbedder === undefined)
    throw new HretError('usage', 'evaluatorParams.embedder: no backends can be opened here.');
  return batchedEmbedder(await openEmbedder(embedder, embedderParams, 'evaluatorParams.embedderParams'));
}

function similarity(embedder: Embedder, extractFinalAnswer: boolean): Evaluator {
  return {
    name: 'semantic_similarity',
    reads: 'text',
    metrics: ['similarity'],
    async score({ sample, answer, signal }) {
      const references = textsOf(sample.target);
      if (references.length === 0) return { status: 'unscored', reason: 'the reference is empty' };
      const { text } = foundAnswer(spokenOf(answer, 'semantic_similarity'), extractFinalAnswer);
      if (text.trim() === '') return { status: 'unscored', reason: 'the answer is empty' };
      const [said, ...right] = await embedder.embed([text.trim(), ...references], signal);
      if (said === undefined || right.length !== references.length)
        throw new HretError(
          'scoring',
          `${embedder.id} gave ${right.length + 1} vectors for ${references.length + 1} texts`,
        );
      const cosines = right.map((vector) => cosine(said, vector)).filter((value) => value !== undefined);
      if (cosines.length === 0) return { status: 'unscored', reason: 'an embedding has no direction' };
      return { status: 'scored', values: { similarity: Math.max(...cosines) }, extracted: text.trim().slice(0, 2000) };
    },
  };
}

function cosine(a: readonly number[], b: readonly number[]): number | undefined {
  if (a.length !== b.length)
    throw new HretError('scoring', `embeddings of ${a.length} and ${b.length} numbers cannot be compared`);
  const product = a.reduce((sum, value, place) => sum + value * (b[place] ?? 0), 0);
  const value = product / (lengthOf(a) * lengthOf(b));
  return Number.isFinite(value) ? Math.max(-1, Math.min(1, value)) : undefined;
}

function lengthOf(vector: readonly number[]): number {
  return Math.sqrt(vector.reduce((sum, value) => sum + value * value, 0));
}
