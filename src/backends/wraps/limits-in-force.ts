import type { RateNotice } from './rate-headers.js';

export interface LimitSettings {
  readonly requestsPerMinute?: number | undefined;
  readonly tokensPerMinute?: number | undefined;
  /** Fixed; absent: found out from what the service says. */
  readonly maxConnections?: number | undefined;
}

/** The limits of an account: of several settings the strictest, and where nobody set one what the service says. */
export class LimitsInForce {
  readonly #settings = new Set<LimitSettings>();
  #learnt: LimitSettings = {};
  #limits: LimitSettings = {};

  /** Requests and tokens of a minute, and requests at once, as they stand now. */
  get limits(): LimitSettings {
    return this.#limits;
  }

  add(settings: LimitSettings): void {
    this.#settings.add(settings);
    this.#recompute();
  }

  remove(settings: LimitSettings): void {
    this.#settings.delete(settings);
    this.#recompute();
  }

  /** Takes in what the service says; whether it is something new. */
  learn({ requestsLimit, tokensLimit }: RateNotice): boolean {
    const { requestsPerMinute, tokensPerMinute } = this.#learnt;
    const isNew =
      (requestsLimit !== undefined && requestsLimit !== requestsPerMinute) ||
      (tokensLimit !== undefined && tokensLimit !== tokensPerMinute);
    if (!isNew) return false;
    this.#learnt = {
      requestsPerMinute: requestsLimit ?? requestsPerMinute,
      tokensPerMinute: tokensLimit ?? tokensPerMinute,
    };
    this.#recompute();
    return true;
  }

  #recompute(): void {
    const strictest = (name: keyof LimitSettings) => {
      const set = [...this.#settings].map((settings) => settings[name]).filter((value) => value !== undefined);
      return set.length === 0 ? this.#learnt[name] : Math.min(...set);
    };
    this.#limits = {
      requestsPerMinute: strictest('requestsPerMinute'),
      tokensPerMinute: strictest('tokensPerMinute'),
      maxConnections: strictest('maxConnections'),
    };
  }
}
