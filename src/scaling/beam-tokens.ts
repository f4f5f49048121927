import type { GenerateRequest, Generation, Model, NextTokens, Token, Wrap } from '../core/model.js';
import { tookTogether } from '../core/took-together.js';
import { HretError } from '../errors.js';
import { allOf } from './draws.js';

export interface TokenSearch {
  /** Unfinished answers that go on, and finished ones that are kept. */
  readonly beamSize: number;
  /** Longest answer, its end token included. */
  readonly maxTokens: number;
  /** The sum of the log-probabilities is divided by the number of tokens to this power; above 0 favours long answers. */
  readonly lengthPenalty: number;
  /** `true`: ends with the first `beamSize` answers. `never`: ends only when nothing better can come. */
  readonly earlyStopping: boolean | 'never';
}

/** An answer as far as it is written, its end token included. */
interface Beam {
  readonly tokens: readonly Token[];
  /** Sum of the log-probabilities of its tokens. */
  readonly logprob: number;
}

/** An answer that goes no further. */
interface Finished extends Beam {
  readonly score: number;
}

/**
 * Beam search over tokens, step by step as transformers does it (`generate` with `num_beams` and without sampling,
 * https://github.com/huggingface/transformers/blob/v5.17.0/src/transformers/generation/utils.py, `_beam_search`): of all
 * continuations of all beams the best go on; one that ends is kept if it is among the `beamSize` best of its step; an answer
 * is scored by the sum of its log-probabilities, divided by its number of tokens to the power of the length penalty.
 */
export function searchTokens(given: TokenSearch): Wrap {
  return (model) => {
    const { nextTokens } = model;
    if (nextTokens === undefined) throw noTokens(model);
    return {
      ...model,
      async generate(request: GenerateRequest): Promise<Generation> {
        const { prompt, sample, signal } = request;
        const asked: NextTokens[] = [];
        const next = async (prefix: readonly Token[], count: number): Promise<NextTokens> => {
          const reply = await nextTokens({ prompt, prefix, count, sample, signal });
          asked.push(reply);
          return reply;
        };
        const finished = await search(given, next, signal);
        if (finished.length === 0)
          throw new HretError('model', `beam_search: ${model.id} gave no token to begin with.`);
        const texts = await allOf(finished.map(({ tokens }) => next(tokens, 0)));
        const finishes = finished.map(({ tokens }) => (tokens.at(-1)?.isEnd === true ? 'stop' : 'length'));
        return {
          ...tookTogether(asked),
          text: texts[0]?.text ?? '',
          finish: finishes[0] ?? 'length',
          candidates: texts.map(({ text }) => text),
          metadata: {
            beamSearch: {
              by: 'tokens',
              scores: finished.map(({ score }) => score),
              logprobs: finished.map(({ logprob }) => logprob),
              tokens: finished.map(({ tokens }) => tokens.length),
              finishes,
              asked: asked.length - texts.length,
            },
          },
        };
      },
    };
  };
}

type Next = (prefix: readonly Token[], count: number) => Promise<NextTokens>;

/** The best answers, best first. */
async function search(given: TokenSearch, next: Next, signal: AbortSignal): Promise<readonly Finished[]> {
  const { beamSize, maxTokens, lengthPenalty } = given;
  let running: readonly Beam[] = [{ tokens: [], logprob: 0 }];
  let finished: readonly Finished[] = [];
  for (let length = 1; length <= maxTokens && running.length > 0; length++) {
    signal.throwIfAborted();
    const replies = await allOf(running.map(({ tokens }) => next(tokens, beamSize)));
    const found = running.flatMap((beam, place) =>
      (replies[place]?.tokens ?? []).map((token) => extended(beam, token)),
    );
    found.sort((a, b) => b.logprob - a.logprob);
    const isOver = ({ tokens }: Beam) => length === maxTokens || tokens.at(-1)?.isEnd === true;
    const ended = found.slice(0, beamSize).filter(isOver);
    const scored = ended.map((beam) => ({ ...beam, score: beam.logprob / length ** lengthPenalty }));
    finished = [...finished, ...scored].sort((a, b) => b.score - a.score).slice(0, beamSize);
    running = found.filter((beam) => !isOver(beam)).slice(0, beamSize);
    if (isSettled(given, finished, running[0], length)) break;
  }
  return finished;
}

function extended({ tokens, logprob }: Beam, token: Token): Beam {
  return { tokens: [...tokens, token], logprob: logprob + token.logprob };
}

/**
 * Whether the search may end: enough answers are finished and, unless the first will do, no running one could come to more
 * than the worst of them. What a running one could come to is its score at its present length, which is a guess where a
 * length penalty lets scores rise; `never` takes the length at which it would be the highest.
 */
function isSettled(
  { beamSize, maxTokens, lengthPenalty, earlyStopping }: TokenSearch,
  finished: readonly Finished[],
  best: Beam | undefined,
  length: number,
): boolean {
  const worst = finished[beamSize - 1];
  if (worst === undefined) return false;
  if (earlyStopping === true || best === undefined) return true;
  const reach = earlyStopping === 'never' && lengthPenalty > 0 ? maxTokens : length;
  return best.logprob / reach ** lengthPenalty <= worst.score;
}

function noTokens({ id, nextTokensAdvice }: Model): HretError {
  const advice = nextTokensAdvice ?? 'Models that give them: huggingface, vllm, and openai with api: "completions".';
  return new HretError(
    'usage',
    `beam_search has nothing to search by. Set rewardModel (and rewardParams) to search by steps; or search by tokens, which needs a model that gives its next tokens with their log-probabilities: "${id}" gives none. ${advice}`,
  );
}
