/** A minute, and a second more: requests sent 60 s apart may reach the server a little closer together. */
const WINDOW_MS = 61_000;

/** What was let through at one moment. `tokens` changes when the true number is known. */
export interface LogEntry {
  readonly at: number;
  readonly requests: number;
  tokens: number;
  isPast: boolean;
}

/** Limits of one minute; absent: none. */
export interface MinuteLimits {
  readonly requests?: number | undefined;
  readonly tokens?: number | undefined;
}

/**
 * Everything let through within the last minute. It slides: a bucket that refills would let through its whole content
 * and the refill of a minute on top, twice the limit within one minute.
 */
export class MinuteLog {
  #entries: LogEntry[] = [];
  /** Entries before this place are past; they are cut off now and then. */
  #first = 0;
  #requests = 0;
  #tokens = 0;

  add(now: number, requests: number, tokens: number): LogEntry {
    this.#forget(now);
    const entry: LogEntry = { at: now, requests, tokens, isPast: false };
    this.#entries.push(entry);
    this.#requests += requests;
    this.#tokens += tokens;
    return entry;
  }

  /** The true number of tokens of something that was let through. */
  correct(entry: LogEntry, tokens: number): void {
    if (!entry.isPast) this.#tokens += tokens - entry.tokens;
    entry.tokens = tokens;
  }

  /** What may still be let through now; infinite where there is no limit. */
  free(now: number, limits: MinuteLimits): { readonly requests: number; readonly tokens: number } {
    this.#forget(now);
    return {
      requests: (limits.requests ?? Number.POSITIVE_INFINITY) - this.#requests,
      tokens: (limits.tokens ?? Number.POSITIVE_INFINITY) - this.#tokens,
    };
  }

  /** The earliest moment at which one request of so many tokens fits, as things stand. */
  fitsAt(now: number, tokens: number, limits: MinuteLimits): number {
    const free = this.free(now, limits);
    let { requests: freeRequests, tokens: freeTokens } = free;
    for (let place = this.#first; freeRequests < 1 || freeTokens < tokens; place++) {
      const entry = this.#entries[place];
      if (entry === undefined) return now;
      freeRequests += entry.requests;
      freeTokens += entry.tokens;
      if (freeRequests >= 1 && freeTokens >= tokens) return entry.at + WINDOW_MS;
    }
    return now;
  }

  #forget(now: number): void {
    for (let entry = this.#entries[this.#first]; entry !== undefined; entry = this.#entries[this.#first]) {
      if (entry.at + WINDOW_MS > now) break;
      this.#requests -= entry.requests;
      this.#tokens -= entry.tokens;
      entry.isPast = true;
      this.#first++;
    }
    if (this.#first > 1000 && this.#first * 2 > this.#entries.length) {
      this.#entries = this.#entries.slice(this.#first);
      this.#first = 0;
    }
  }
}
