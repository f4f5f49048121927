import type { LikelihoodRequest, Model, Wrap } from '../core/model.js';
import type { World } from '../core/world.js';
import { HretError } from '../errors.js';

/** One failed request that will be asked again. */
export interface Retrying {
  readonly model: string;
  /** Requests made so far. */
  readonly attempt: number;
  readonly error: HretError;
  readonly delayMs: number;
}

export interface RetryOptions extends Pick<World, 'sleep' | 'random' | 'now'> {
  /** Requests after the first one. */
  readonly maxRetries?: number | undefined;
  /** Nothing is asked again when the wait would end later than this after the first request. */
  readonly maxTotalMs?: number | undefined;
  readonly onRetry?: ((retrying: Retrying) => void) | undefined;
}

const FIRST_DELAY_MS = 500;
const LONGEST_DELAY_MS = 30_000;

/**
 * Asks again when the error says that this may help (`isRetryable`), at most `maxRetries` times within `maxTotalMs`.
 *
 * Waits a random time up to 0.5 s, 1 s, 2 s … 30 s, so that requests that failed together do not come back together; a
 * server that says how long to wait (Retry-After) is believed. When it asks for more time than is left, waiting would only
 * end in another refusal, so the error is thrown at once. `generation.attempts` counts the requests it took; the error
 * thrown after the last one tells how many there were and every distinct reason, and is not retryable itself.
 */
export function retry(options: RetryOptions): Wrap {
  return (model) => {
    const { logLikelihoods, nextTokens, embed } = model;
    const counted =
      <Asked extends { readonly signal: AbortSignal }, Made extends { readonly attempts?: number }>(
        ask: (request: Asked) => Promise<Made>,
      ) =>
      async (request: Asked): Promise<Made> => {
        const began = options.now();
        try {
          const made = await ask(request);
          return made.attempts === undefined ? { ...made, attempts: 1 } : made;
        } catch (error) {
          const failures: HretError[] = [];
          const retrying = { model, request, options, began, failures };
          const made = await persist(retrying, error, () => ask(request));
          return { ...made, attempts: failures.length + (made.attempts ?? 1) };
        }
      };
    return {
      ...model,
      generate: counted((request) => model.generate(request)),
      ...(nextTokens !== undefined && { nextTokens: counted(nextTokens) }),
      ...(embed !== undefined && {
        async embed(texts: readonly string[], signal = new AbortController().signal) {
          const began = options.now();
          try {
            return await embed(texts, signal);
          } catch (error) {
            const retrying = { model, request: { signal }, options, began, failures: [] };
            return persist(retrying, error, () => embed(texts, signal));
          }
        },
      }),
      ...(logLikelihoods !== undefined && {
        async logLikelihoods(request: LikelihoodRequest) {
          const began = options.now();
          try {
            return await logLikelihoods(request);
          } catch (error) {
            return persist({ model, request, options, began, failures: [] }, error, () => logLikelihoods(request));
          }
        },
      }),
    };
  };
}

interface Persistence {
  readonly model: Model;
  /** Handed over whole because its signal is made when it is read. */
  readonly request: { readonly signal: AbortSignal };
  readonly options: RetryOptions;
  /** When the first request was made. */
  readonly began: number;
  /** Grows with every request that failed. */
  readonly failures: HretError[];
}

/** What to do about the first error: apart from the way of a request that succeeds at once, as most do. */
async function persist<Made>(persistence: Persistence, first: unknown, ask: () => Promise<Made>): Promise<Made> {
  const { model, request, options, began, failures } = persistence;
  const { maxRetries = 5, maxTotalMs = 600_000, now, sleep, random, onRetry } = options;
  for (let error = first; ; ) {
    request.signal.throwIfAborted();
    if (!(error instanceof HretError)) throw error;
    failures.push(error);
    const delayMs = delayFor(error, failures.length, random);
    const isLate = now() + delayMs - began > maxTotalMs;
    if (!error.isRetryable || failures.length > maxRetries || isLate) {
      const why = error.isRetryable && isLate ? tooLong(error, delayMs, maxTotalMs) : '';
      throw failures.length === 1 && why === '' ? error : gaveUp(error, failures, why);
    }
    onRetry?.({ model: model.id, attempt: failures.length, error, delayMs });
    await sleep(delayMs, request.signal);
    request.signal.throwIfAborted();
    try {
      return await ask();
    } catch (next) {
      error = next;
    }
  }
}

function delayFor(error: HretError, failures: number, random: () => number): number {
  const backoff = random() * Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** (failures - 1));
  return Math.max(backoff, error.retryAfterMs ?? 0);
}

function tooLong(error: HretError, delayMs: number, maxTotalMs: number): string {
  const who = error.retryAfterMs === undefined ? 'The next attempt would be' : 'The server asks to come back';
  return ` ${who} in ${Math.ceil(delayMs / 1000)} s, past the ${Math.ceil(maxTotalMs / 1000)} s a sample may take.`;
}

function gaveUp(last: HretError, failures: readonly HretError[], why: string): HretError {
  const count = failures.length === 1 ? '1 request' : `${failures.length} requests`;
  return new HretError(last.code, `Gave up after ${count}: ${reasonsOf(failures)}${why}`, {
    cause: last,
    stopsRun: last.stopsRun,
    ...(last.status !== undefined && { status: last.status }),
  });
}

/** The distinct reasons with how often each came up, the last one first. */
function reasonsOf(failures: readonly HretError[]): string {
  const counts = new Map<string, number>();
  for (const { message } of failures.toReversed()) counts.set(message, (counts.get(message) ?? 0) + 1);
  if (counts.size === 1) return failures[0]?.message ?? '';
  return [...counts].map(([message, count]) => `${count} × ${message}`).join(' ');
}
