import { canonicalJson, sha256 } from '../../util/canonical.js';
import { fastRandom } from '../../util/random.js';

export interface Sampling {
  /** Above 0. */
  readonly temperature: number;
  /** Only the likeliest tokens whose probabilities add up to it. */
  readonly topP?: number | undefined;
  /** Only so many of the likeliest tokens. */
  readonly topK?: number | undefined;
}

/** Random numbers of one draw of one prompt: the same whatever else is asked at the same time, and in whatever order. */
export function randomFor(seed: number, draw: number, prompt: string): () => number {
  return fastRandom(Number.parseInt(sha256(canonicalJson([seed, draw, prompt])).slice(0, 12), 16));
}

/**
 * Draws a token from its logits. Temperature first, then top-k, then top-p over what is left, the order of the Python
 * library (https://huggingface.co/docs/transformers/main_classes/text_generation). Its own sampler in JavaScript takes no
 * seed of a caller and leaves top-p out, hence this one.
 */
export function sampleToken(logits: Float32Array, sampling: Sampling, random: () => number): number {
  const { temperature, topP = 1, topK = 0 } = sampling;
  let largest = Number.NEGATIVE_INFINITY;
  for (const logit of logits) if (logit > largest) largest = logit;
  const weights = new Float64Array(logits.length);
  let total = 0;
  for (let token = 0; token < logits.length; token += 1) {
    const weight = Math.exp(((logits[token] as number) - largest) / temperature);
    weights[token] = weight;
    total += weight;
  }
  const isWhole = topP >= 1 && (topK === 0 || topK >= logits.length);
  if (isWhole) return drawn(weights, undefined, total, random);
  const kept = likeliest(weights, total, topP, topK);
  return drawn(weights, kept, sumOf(weights, kept), random);
}

/** The tokens top-k and top-p leave, likeliest first, the lower number first among equals; at least one. */
function likeliest(weights: Float64Array, total: number, topP: number, topK: number): number[] {
  // Tokens below this cannot be among those that make up top-p: all of them together do not weigh 1 - topP.
  const least = topK > 0 ? 0 : (total * (1 - topP)) / weights.length;
  const tokens: number[] = [];
  for (let token = 0; token < weights.length; token += 1) if ((weights[token] as number) >= least) tokens.push(token);
  tokens.sort((a, b) => (weights[b] as number) - (weights[a] as number) || a - b);
  const first = topK > 0 ? tokens.slice(0, topK) : tokens;
  const enough = (topK > 0 ? sumOf(weights, first) : total) * topP;
  let sum = 0;
  let count = 0;
  while (count < first.length && (count === 0 || sum < enough)) {
    sum += weights[first[count] as number] as number;
    count += 1;
  }
  return first.slice(0, count);
}

function sumOf(weights: Float64Array, tokens: readonly number[]): number {
  return tokens.reduce((sum, token) => sum + (weights[token] as number), 0);
}

/** A token by its weight; `tokens` absent: any of them. */
function drawn(
  weights: Float64Array,
  tokens: readonly number[] | undefined,
  total: number,
  random: () => number,
): number {
  let left = random() * total;
  const count = tokens?.length ?? weights.length;
  let last = 0;
  for (let place = 0; place < count; place += 1) {
    const token = tokens === undefined ? place : (tokens[place] as number);
    const weight = weights[token] as number;
    if (weight > 0) last = token;
    left -= weight;
    if (left < 0) return token;
  }
  return last;
}
