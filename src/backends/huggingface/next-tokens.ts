import type { Token } from '../../core/model.js';
import { HretError } from '../../errors.js';
import { rowsThatFit, withLogits } from './forward.js';
import { endTokensOf } from './generating.js';
import type { CausalModel, Library } from './library.js';
import { logOfSum } from './scoring.js';
import { createStopSearch } from './stop-strings.js';

/** A prompt with the beginning of its answer. */
export interface NextRow {
  /** Prompt and prefix together. */
  readonly ids: readonly number[];
  /** The beginning of the answer alone. */
  readonly prefix: readonly number[];
  /** Tokens that go on. */
  readonly count: number;
}

/** Tells how answers may go on, and what they say so far. */
export interface Continuer {
  /** For each row its likeliest next tokens, likeliest first; ends come besides the `count` that go on. */
  nextTokens(rows: readonly NextRow[]): Promise<readonly (readonly Token[])[]>;
  /** Without the end token and from the first stop text on. */
  textOf(prefix: readonly number[]): string;
}

/**
 * Every call runs the model over prompt and prefix anew. A repetition penalty of the model's own settings lowers the
 * log-probabilities of tokens that were there before, as in beam searches of transformers (`RepetitionPenaltyLogitsProcessor`
 * over the log-softmax).
 */
export function createContinuer(
  library: Library,
  model: CausalModel,
  decode: (ids: readonly number[]) => string,
  stop: readonly string[],
): Continuer {
  const ends = endTokensOf(model);
  const stops = createStopSearch(stop, decode);
  const { repetition_penalty: penalty = 1, no_repeat_ngram_size: ngram } = model.generation_config ?? {};
  const isEnd = (token: number, prefix: readonly number[]) =>
    ends.has(token) || (stop.length > 0 && stops.hasStop([...prefix, token]));

  const nextOf = ({ ids, prefix, count }: NextRow, logits: Float32Array): Token[] => {
    const total = logOfSum(logits);
    if (typeof penalty === 'number' && penalty !== 1)
      for (const token of new Set(ids)) logits[token] = total + ((logits[token] as number) - total) * penalty;
    const tokenOf = (token: number): Token => ({
      key: token,
      logprob: (logits[token] as number) - total,
      isEnd: isEnd(token, prefix),
    });
    for (let most = count + ends.size; ; most *= 2) {
      const tokens = likeliest(logits, most).map(tokenOf);
      const last = placeOfNth(tokens, count);
      if (last !== -1) return tokens.slice(0, last + 1);
      if (most >= logits.length) return tokens;
    }
  };

  return {
    async nextTokens(rows) {
      if (ngram) throw cannotCountNgrams();
      const found: (readonly Token[])[] = [];
      while (found.length < rows.length) {
        const left = rows.slice(found.length).map((row) => ({ ...row, first: row.ids.length - 1 }));
        const part = left.slice(0, rowsThatFit(model, left));
        found.push(
          ...(await withLogits(library, model, part, (logitsAt) =>
            part.map((row, place) => nextOf(row, logitsAt(place, row.first))),
          )),
        );
      }
      return found;
    },
    textOf(prefix) {
      const last = prefix.at(-1);
      return stops.cut(decode(last !== undefined && ends.has(last) ? prefix.slice(0, -1) : prefix));
    },
  };
}

/** The place of the last token that is wanted; -1 when there are fewer that go on. */
function placeOfNth(tokens: readonly Token[], count: number): number {
  let left = count;
  return tokens.findIndex(({ isEnd }) => !isEnd && --left === 0);
}

/** The tokens with the highest logits, highest first, the lower number first among equals; impossible ones are left out. */
function likeliest(logits: Float32Array, most: number): number[] {
  const found: number[] = [];
  let least = Number.NEGATIVE_INFINITY;
  for (let token = 0; token < logits.length; token += 1) {
    const logit = logits[token] as number;
    if (logit <= least) continue;
    let place = found.length;
    while (place > 0 && (logits[found[place - 1] as number] as number) < logit) place -= 1;
    found.splice(place, 0, token);
    if (found.length > most) found.pop();
    if (found.length === most) least = logits[found.at(-1) as number] as number;
  }
  return found;
}

function cannotCountNgrams(): HretError {
  return new HretError(
    'usage',
    "The model's generation settings forbid repeated n-grams (no_repeat_ngram_size), which a search over tokens cannot heed here. Take that line out of its generation_config.json, or search by steps with a rewardModel.",
    { stopsRun: true },
  );
}
