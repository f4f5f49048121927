import { onAbort } from '../../core/asked.js';
import type { World } from '../../core/world.js';
import { HretError } from '../../errors.js';
import { AdaptiveLimit } from './adaptive-limit.js';
import { type LimitSettings, LimitsInForce } from './limits-in-force.js';
import { type LogEntry, MinuteLog } from './minute-log.js';
import type { RateNotice } from './rate-headers.js';

/** Tokens a request may take. */
export interface TokenNeed {
  /** What is set aside for it. */
  readonly tokens: number;
  /** What it takes in any case: more than the limit of a minute can never pass. */
  readonly atLeast: number;
}

/** Leave to ask, given back when there is an answer. */
export interface Permit {
  readonly entry: LogEntry | undefined;
}

/** What came of a request, as far as it concerns the limits. */
export type Outcome =
  | { readonly kind: 'answered'; readonly tokens: number | undefined; readonly isRetried: boolean }
  | { readonly kind: 'refused'; readonly retryAfterMs: number | undefined }
  | { readonly kind: 'troubled' | 'failed' | 'given-up' };

interface Waiter {
  readonly tokens: number;
  readonly grant: (permit: Permit) => void;
}

const UNCOUNTED: Permit = { entry: undefined };

/**
 * Lets requests of one account through, first come, first served: as many at a time as the service bears, never more
 * requests or tokens within any 60 s than its limits. All runs of the process that use the account share it.
 */
export class Limiter {
  readonly #now: World['now'];
  readonly #sleep: World['sleep'];
  readonly #inForce = new LimitsInForce();
  readonly #adaptive = new AdaptiveLimit();
  readonly #log = new MinuteLog();
  readonly #waiters: Waiter[] = [];
  #inFlight = 0;
  #alarm: { readonly at: number; readonly cancel: AbortController } | undefined;

  constructor({ now, sleep }: Pick<World, 'now' | 'sleep'>) {
    this.#now = now;
    this.#sleep = sleep;
  }

  /** Heeds these settings until the function it returns is called; of several, the strictest. */
  heed(settings: LimitSettings): () => void {
    this.#inForce.add(settings);
    this.#pump();
    return () => {
      this.#inForce.remove(settings);
      this.#pump();
    };
  }

  get countsTokens(): boolean {
    return this.limits.tokensPerMinute !== undefined;
  }

  get inFlight(): number {
    return this.#inFlight;
  }

  /** Requests that may be in flight at once. */
  get connections(): number {
    return this.limits.maxConnections ?? this.#adaptive.value;
  }

  /** Requests and tokens of a minute, as they stand now. */
  get limits(): LimitSettings {
    return this.#inForce.limits;
  }

  /** A permit if one can be had at once. */
  tryEnter(need: TokenNeed | undefined): Permit | undefined {
    if (this.#waiters.length > 0 || this.#inFlight >= this.connections) return undefined;
    if (!this.#isCounting) return this.#let(0);
    const tokens = this.#asked(need);
    return this.#fitsAt(tokens) > this.#now() ? undefined : this.#let(tokens);
  }

  /** A permit when it is this request's turn; rejects with the reason of an abort. */
  enter(need: TokenNeed | undefined, request: { readonly signal: AbortSignal }): Promise<Permit> {
    const tokens = this.#asked(need);
    return new Promise((resolve, reject) => {
      let stopListening = () => {};
      const waiter: Waiter = {
        tokens,
        grant: (permit) => {
          stopListening();
          resolve(permit);
        },
      };
      this.#waiters.push(waiter);
      stopListening = onAbort(request, (reason) => {
        const place = this.#waiters.indexOf(waiter);
        if (place < 0) return;
        this.#waiters.splice(place, 1);
        reject(reason);
        this.#pump();
      });
      this.#pump();
    });
  }

  leave(permit: Permit, outcome: Outcome): void {
    this.#inFlight--;
    const { entry } = permit;
    switch (outcome.kind) {
      case 'answered':
        if (!outcome.isRetried) this.#adaptive.succeeded(this.#now());
        if (entry !== undefined && outcome.tokens !== undefined) this.#log.correct(entry, outcome.tokens);
        break;
      case 'refused':
        this.#adaptive.refused(this.#now(), outcome.retryAfterMs);
        if (entry !== undefined) this.#log.correct(entry, 0);
        break;
      case 'troubled':
        this.#adaptive.troubled(this.#now());
        if (entry !== undefined) this.#log.correct(entry, 0);
        break;
      case 'failed':
        if (entry !== undefined) this.#log.correct(entry, 0);
        break;
      case 'given-up':
        break; // the server may well have done the work
      default:
        outcome satisfies never;
    }
    if (this.#waiters.length > 0) this.#pump();
  }

  /**
   * What the service says about its limits. They are heeded where the user set none. When it counts less room than we
   * do, somebody else uses the account too: their share is set aside for a minute.
   */
  heard(notice: RateNotice): void {
    if (this.#inForce.learn(notice)) this.#pump();
    this.#setAsideForOthers(notice);
  }

  #setAsideForOthers({ requestsRemaining = Infinity, tokensRemaining = Infinity }: RateNotice): void {
    const { requestsPerMinute: requests, tokensPerMinute: tokens } = this.limits;
    const now = this.#now();
    const free = this.#log.free(now, { requests, tokens });
    const requestsOfOthers = requests === undefined ? 0 : Math.max(0, free.requests - requestsRemaining);
    const tokensOfOthers = tokens === undefined ? 0 : Math.max(0, free.tokens - tokensRemaining);
    if (requestsOfOthers > 0 || tokensOfOthers > 0) this.#log.add(now, requestsOfOthers, tokensOfOthers);
  }

  get #isCounting(): boolean {
    return this.limits.requestsPerMinute !== undefined || this.limits.tokensPerMinute !== undefined;
  }

  /** The tokens to set aside; refuses what could only wait for ever. */
  #asked(need: TokenNeed | undefined): number {
    const limit = this.limits.tokensPerMinute;
    if (need === undefined || limit === undefined) return 0;
    if (need.atLeast > limit) throw neverFits(need.atLeast, limit);
    return Math.min(need.tokens, limit);
  }

  #fitsAt(tokens: number): number {
    const { requestsPerMinute: requests, tokensPerMinute } = this.limits;
    return this.#log.fitsAt(this.#now(), Math.min(tokens, tokensPerMinute ?? tokens), {
      requests,
      tokens: tokensPerMinute,
    });
  }

  #let(tokens: number): Permit {
    this.#inFlight++;
    this.#adaptive.began(this.#inFlight);
    return this.#isCounting ? { entry: this.#log.add(this.#now(), 1, tokens) } : UNCOUNTED;
  }

  /** Lets through whoever may go, in the order they came; a big request at the head is not overtaken for ever by small ones. */
  #pump(): void {
    for (let head = this.#waiters[0]; head !== undefined; head = this.#waiters[0]) {
      if (this.#inFlight >= this.connections) break;
      if (this.#isCounting) {
        const at = this.#fitsAt(head.tokens);
        if (at > this.#now()) {
          this.#wakeAt(at);
          return;
        }
      }
      this.#waiters.shift();
      head.grant(this.#let(head.tokens));
    }
    this.#cancelAlarm();
  }

  #wakeAt(at: number): void {
    if (this.#alarm !== undefined && this.#alarm.at <= at) return;
    this.#cancelAlarm();
    const alarm = { at, cancel: new AbortController() };
    this.#alarm = alarm;
    this.#sleep(at - this.#now(), alarm.cancel.signal).then(
      () => {
        if (this.#alarm !== alarm) return;
        this.#alarm = undefined;
        this.#pump();
      },
      () => {}, // cancelled
    );
  }

  #cancelAlarm(): void {
    this.#alarm?.cancel.abort();
    this.#alarm = undefined;
  }
}

function neverFits(tokens: number, limit: number): HretError {
  return new HretError(
    'usage',
    `A request of about ${Math.ceil(tokens)} tokens (prompt and maxTokens) can never pass tokensPerMinute ${limit}. Lower maxTokens, shorten the prompt, or raise the limit.`,
  );
}
