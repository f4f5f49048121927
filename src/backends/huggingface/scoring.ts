import { type LogitsAt, rowsThatFit, withLogits } from './forward.js';
import type { CausalModel, Library } from './library.js';
import type { ScoredTokens } from './tokens.js';

/** Log-probability of the tokens of a row from its start on, natural logarithm, and how many they are. */
export interface RowScore {
  readonly sum: number;
  readonly count: number;
}

/** Scores rows of tokens, as many at once as memory allows, in their order. */
export async function scoreRows(
  library: Library,
  model: CausalModel,
  rows: readonly ScoredTokens[],
): Promise<RowScore[]> {
  const scores: RowScore[] = [];
  for (let next = 0; next < rows.length; ) {
    const left = rows.slice(next);
    const part = left.slice(0, rowsThatFit(model, left.map(asked)));
    scores.push(
      ...(await withLogits(library, model, part.map(asked), (logitsAt) =>
        part.map((row, place) => scoreOf(row, place, logitsAt)),
      )),
    );
    next += part.length;
  }
  return scores;
}

/** The last token of a row predicts nothing that is asked for and stays out. */
function asked({ ids, start }: ScoredTokens): { ids: readonly number[]; first: number } {
  return { ids: ids.length > 1 ? ids.slice(0, -1) : ids, first: start - 1 };
}

function scoreOf({ ids, start }: ScoredTokens, row: number, logitsAt: LogitsAt): RowScore {
  let sum = 0;
  for (let place = start; place < ids.length; place += 1)
    sum += logProbability(logitsAt(row, place - 1), ids[place] as number);
  return { sum, count: Math.max(0, ids.length - start) };
}

/** Log-softmax at one token: `x[token] - log(sum(exp(x)))`, summed in float64 with the largest taken out. */
export function logProbability(logits: Float32Array, token: number): number {
  return (logits[token] as number) - logOfSum(logits);
}

/** `log(sum(exp(x)))`, which turns logits into log-probabilities. */
export function logOfSum(logits: Float32Array): number {
  let largest = Number.NEGATIVE_INFINITY;
  for (const logit of logits) if (logit > largest) largest = logit;
  let sum = 0;
  for (const logit of logits) sum += Math.exp(logit - largest);
  return largest + Math.log(sum);
}
