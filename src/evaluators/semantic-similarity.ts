import { z } from 'zod';
import type { Embedder } from '../core/embedder.js';
import type { EvaluatorPlugin } from '../core/plugin.js';
import { HretError } from '../errors.js';
import { textOf } from './answer-text.js';
import { foundAnswer } from './found-answer.js';
import { textsOf } from './text-metrics/corpus-evaluator.js';

const options = z.strictObject({
  /** An object; it can only be given in a program. */
  embedder: z.custom<Embedder>(
    (value) => typeof value === 'object' && value !== null && typeof Reflect.get(value, 'embed') === 'function',
    'expected an embedder, an object with embed(texts), which gives one vector for each text',
  ),
  extractFinalAnswer: z.boolean().default(true).describe('compare what follows 정답:, Answer: and the like'),
});

/** How near the meanings of the answer and of the nearest reference are: the cosine of their embeddings, from -1 to 1. */
export const plugin: EvaluatorPlugin<z.output<typeof options>> = {
  name: 'semantic_similarity',
  summary: 'The cosine between the embeddings of the answer and of the reference.',
  options,
  create: ({ embedder, extractFinalAnswer }) => ({
    name: 'semantic_similarity',
    reads: 'text',
    metrics: ['similarity'],
    async score({ sample, answer, signal }) {
      const references = textsOf(sample.target);
      if (references.length === 0) return { status: 'unscored', reason: 'the reference is empty' };
      const { text } = foundAnswer(textOf(answer, 'semantic_similarity'), extractFinalAnswer);
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
  }),
};

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
