import type { CausalModel, Library, Tensor, Tensors } from './library.js';
import { tensorOf } from './tensors.js';
import type { ScoredTokens } from './tokens.js';

/** Log-probability of the tokens of a row from its start on, natural logarithm, and how many they are. */
export interface RowScore {
  readonly sum: number;
  readonly count: number;
}

/** Logits of one run of the model may take so many bytes. */
const MOST_LOGIT_BYTES = 2 ** 29;
/** Vocabulary assumed when the model does not tell: that of the largest models. */
const LARGE_VOCABULARY = 262_144;

/** Scores rows of tokens, as many at once as memory allows, in their order. */
export async function scoreRows(
  library: Library,
  model: CausalModel,
  rows: readonly ScoredTokens[],
): Promise<RowScore[]> {
  const scores: RowScore[] = [];
  for (let next = 0; next < rows.length; ) {
    const part = rows.slice(next, next + rowsThatFit(model, rows.slice(next)));
    scores.push(...(await scorePart(library, model, part)));
    next += part.length;
  }
  return scores;
}

function rowsThatFit(model: CausalModel, rows: readonly ScoredTokens[]): number {
  const vocabulary = Number(model.config.vocab_size ?? LARGE_VOCABULARY);
  const longest = Math.max(...rows.map(({ ids }) => ids.length));
  const first = keepsSome(model) ? Math.min(...rows.map(({ start }) => start)) - 1 : 0;
  const bytes = Math.max(1, longest - first) * vocabulary * Float32Array.BYTES_PER_ELEMENT;
  return Math.max(1, Math.min(rows.length, Math.floor(MOST_LOGIT_BYTES / bytes)));
}

/**
 * One run of the model. Rows are padded on the right: a token never looks at what comes after it, so padding changes nothing,
 * whatever the model does with positions. The last token of a row predicts nothing that is asked for and stays out.
 */
async function scorePart(library: Library, model: CausalModel, rows: readonly ScoredTokens[]): Promise<RowScore[]> {
  const inputs = rows.map(({ ids }) => (ids.length > 1 ? ids.slice(0, -1) : ids));
  const width = Math.max(...inputs.map((ids) => ids.length));
  const first = Math.min(width - 1, ...rows.map(({ start }) => start - 1));
  const outputs = await model({
    input_ids: tensorOf(
      library,
      inputs.map((ids) => padded(ids, width)),
    ),
    attention_mask: tensorOf(
      library,
      inputs.map((ids) =>
        padded(
          ids.map(() => 1),
          width,
        ),
      ),
    ),
    ...(keepsSome(model) && {
      num_logits_to_keep: new library.Tensor('int64', BigInt64Array.of(BigInt(width - first)), []),
    }),
  });
  const logits = (outputs.logits as Tensor).to('float32');
  const [, kept = width, vocabulary = 0] = logits.dims;
  const values = logits.data as Float32Array;
  const scores = rows.map(({ ids, start }, row) => {
    let sum = 0;
    for (let place = start; place < ids.length; place += 1) {
      const at = (row * kept + place - 1 - (width - kept)) * vocabulary;
      sum += logProbability(values.subarray(at, at + vocabulary), ids[place] as number);
    }
    return { sum, count: Math.max(0, ids.length - start) };
  });
  release(outputs);
  return scores;
}

/** Newer exports compute logits only for the last tokens, which saves memory: those of a whole prompt can be gigabytes. */
function keepsSome({ sessions }: CausalModel): boolean {
  return sessions.model?.inputNames.includes('num_logits_to_keep') ?? false;
}

function padded(ids: readonly number[], width: number): number[] {
  return [...ids, ...Array<number>(width - ids.length).fill(0)];
}

/** Log-softmax at one token: `x[token] - log(sum(exp(x)))`, summed in float64 with the largest taken out. */
export function logProbability(logits: Float32Array, token: number): number {
  let largest = Number.NEGATIVE_INFINITY;
  for (const logit of logits) if (logit > largest) largest = logit;
  let sum = 0;
  for (const logit of logits) sum += Math.exp(logit - largest);
  return (logits[token] as number) - largest - Math.log(sum);
}

function release(outputs: Tensors): void {
  for (const tensor of Object.values(outputs)) if (tensor.location === 'gpu-buffer') tensor.dispose?.();
}
