import type {
  GenerateRequest,
  Generation,
  LikelihoodRequest,
  Model,
  NextTokensRequest,
  Wrap,
} from '../../core/model.js';
import type { World } from '../../core/world.js';
import { HretError } from '../../errors.js';
import { Limiter, type Outcome, type Permit } from './limiter.js';
import type { LimitSettings } from './limits-in-force.js';
import { type ReplyHeaders, rateNoticeIn } from './rate-headers.js';
import { TokenGuess, type TokenGuessOptions, totalOf } from './token-guess.js';

export interface LimitOptions extends LimitSettings, TokenGuessOptions, Pick<World, 'now' | 'sleep'> {
  /** Names what the limits are those of: the address, a digest of the key, the model. */
  readonly account: string;
  /** Where the headers of replies are heard. */
  readonly replies?: ReplyHeaders | undefined;
}

/**
 * All limiters of the process by account, one table for each clock: runs of the real world share the real clock and
 * so the limiters, while a simulated world has a clock of its own.
 */
const tables = new WeakMap<World['now'], Map<string, Limiter>>();

function limiterOf(account: string, world: Pick<World, 'now' | 'sleep'>): Limiter {
  const table = tables.get(world.now) ?? new Map<string, Limiter>();
  tables.set(world.now, table);
  const limiter = table.get(account) ?? new Limiter(world);
  table.set(account, limiter);
  return limiter;
}

/**
 * Keeps within the limits of the account, which all runs of the process share: requests in flight, requests and tokens
 * per minute. Limits that nobody set are learnt from the headers of replies. Stands next to the backend, inside `retry`:
 * a request that is asked again asks for leave again.
 */
export function limit(options: LimitOptions): Wrap {
  return (model) => {
    const limiter = limiterOf(options.account, options);
    const stopHeeding = limiter.heed(options);
    const { replies, now } = options;
    if (replies !== undefined) {
      replies.heard = (headers) => {
        const notice = rateNoticeIn(headers, now());
        if (notice !== undefined) limiter.heard(notice);
      };
    }
    const guess = new TokenGuess(options);
    /** Requests that failed before: their answer says nothing about how many more the service bears. */
    const failed = new WeakSet<object>();
    const { logLikelihoods, nextTokens, embed } = model;

    const given = <Made>(permit: Permit, request: object, asked: Promise<Made>, tokensOf: (made: Made) => Outcome) =>
      asked.then(
        (made) => {
          limiter.leave(permit, tokensOf(made));
          return made;
        },
        (error: unknown) => {
          failed.add(request);
          limiter.leave(permit, outcomeOf(error));
          throw error;
        },
      );
    const answered = (request: object, tokens: number | undefined): Outcome => ({
      kind: 'answered',
      tokens,
      isRetried: failed.has(request),
    });

    const generate = (permit: Permit, request: GenerateRequest, promptTokens: number): Promise<Generation> =>
      given(permit, request, model.generate(request), ({ usage }) => {
        if (usage !== undefined && promptTokens > 0) guess.learn(promptTokens, usage);
        return answered(request, totalOf(usage));
      });
    const rank = (permit: Permit, request: LikelihoodRequest, ask: NonNullable<Model['logLikelihoods']>) =>
      given(permit, request, ask(request), () => answered(request, undefined));

    return {
      ...model,
      generate(request) {
        const promptTokens = limiter.countsTokens ? guess.promptTokens(request) : 0;
        const need = promptTokens > 0 ? guess.needOf(promptTokens) : undefined;
        return withPermit(limiter, need, request, (permit) => generate(permit, request, promptTokens));
      },
      ...(logLikelihoods !== undefined && {
        logLikelihoods(request: LikelihoodRequest) {
          const need = limiter.countsTokens ? guess.needOfRanking(request) : undefined;
          return withPermit(limiter, need, request, (permit) => rank(permit, request, logLikelihoods));
        },
      }),
      ...(nextTokens !== undefined && {
        nextTokens(request: NextTokensRequest) {
          const need = limiter.countsTokens ? guess.needOfNext(request) : undefined;
          return withPermit(limiter, need, request, (permit) =>
            given(permit, request, nextTokens(request), ({ usage }) => answered(request, totalOf(usage))),
          );
        },
      }),
      ...(embed !== undefined && {
        embed(texts: readonly string[], signal = new AbortController().signal) {
          const need = limiter.countsTokens ? guess.needOfTexts(texts) : undefined;
          const request = { signal };
          return withPermit(limiter, need, request, (permit) =>
            given(permit, request, embed(texts, signal), () => answered(request, undefined)),
          );
        },
      }),
      async close() {
        stopHeeding();
        await model.close?.();
      },
    };
  };
}

/** Without a promise more where nobody has to wait, which is nearly always. */
function withPermit<Made>(
  limiter: Limiter,
  need: Parameters<Limiter['enter']>[0],
  request: { readonly signal: AbortSignal },
  ask: (permit: Permit) => Promise<Made>,
): Promise<Made> {
  try {
    const permit = limiter.tryEnter(need);
    return permit === undefined ? limiter.enter(need, request).then(ask) : ask(permit);
  } catch (error) {
    return Promise.reject(error);
  }
}

function outcomeOf(error: unknown): Outcome {
  if (!(error instanceof HretError) || error.code === 'interrupted') return { kind: 'given-up' };
  if (error.status === 429 && error.isRetryable) return { kind: 'refused', retryAfterMs: error.retryAfterMs };
  if (error.isRetryable) return { kind: error.code === 'timeout' ? 'given-up' : 'troubled' };
  return { kind: 'failed' };
}
