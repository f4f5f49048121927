import { HretError } from '../errors.js';

/** One sample being asked. Its `AbortSignal` is made only when somebody reads it, since most model functions never do. */
export class Attempt {
  readonly expiresAt: number;
  readonly #fail: (error: unknown) => void;
  #controller: AbortController | undefined;
  #reason: unknown;

  constructor(expiresAt: number, fail: (error: unknown) => void) {
    this.expiresAt = expiresAt;
    this.#fail = fail;
  }

  get signal(): AbortSignal {
    this.#controller ??= new AbortController();
    if (this.#reason !== undefined) this.#controller.abort(this.#reason);
    return this.#controller.signal;
  }

  /** Gives up waiting, and tells whoever listens to the signal. */
  abort(reason: unknown): void {
    this.#reason = reason;
    this.#controller?.abort(reason);
    this.#fail(reason);
  }
}

/**
 * The time limit of everything in flight, kept by one timer: all attempts have the same limit, so the oldest one expires
 * first and insertion order is expiry order. A timer and a controller for each sample would cost more than the rest of
 * the loop.
 */
export class Deadlines {
  readonly #timeoutMs: number;
  readonly #attempts = new Set<Attempt>();
  #timer: NodeJS.Timeout | undefined;
  #stopReason: unknown;

  constructor(timeoutMs: number) {
    this.#timeoutMs = timeoutMs;
  }

  /** The result of `work`, or a `timeout` error, whichever comes first; what `work` does after that is ignored. */
  run<Made>(work: (attempt: Attempt) => Promise<Made>): Promise<Made> {
    if (this.#stopReason !== undefined) return Promise.reject(this.#stopReason);
    return new Promise((resolve, reject) => {
      const attempt = new Attempt(performance.now() + this.#timeoutMs, reject);
      this.#attempts.add(attempt);
      if (this.#timer === undefined) this.#arm(this.#timeoutMs);
      work(attempt).then(
        (made) => {
          this.#attempts.delete(attempt);
          resolve(made);
        },
        (error: unknown) => {
          this.#attempts.delete(attempt);
          reject(error);
        },
      );
    });
  }

  /** Aborts everything in flight, and everything that is still to come. */
  abort(reason: unknown): void {
    this.#stopReason = reason;
    for (const attempt of this.#attempts) attempt.abort(reason);
    this.#attempts.clear();
  }

  [Symbol.dispose](): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  #arm(delayMs: number): void {
    this.#timer = setTimeout(() => this.#expire(), delayMs);
  }

  #expire(): void {
    this.#timer = undefined;
    const now = performance.now();
    for (const attempt of this.#attempts) {
      if (attempt.expiresAt > now) {
        this.#arm(Math.max(1, attempt.expiresAt - now));
        return;
      }
      this.#attempts.delete(attempt);
      attempt.abort(new HretError('timeout', `no answer within ${this.#timeoutMs} ms (timeoutMs)`));
    }
  }
}
