import { HretError } from '../errors.js';

/** One sample being asked, a link in the chain of all of them. Its `AbortSignal` is made only when somebody reads it, since most model functions never do. */
export class Attempt {
  readonly beganAt: number;
  older: Attempt | undefined;
  younger: Attempt | undefined;
  readonly #fail: (error: unknown) => void;
  #listeners: ((reason: unknown) => void)[] | undefined;
  #controller: AbortController | undefined;
  #reason: unknown;

  constructor(beganAt: number, fail: (error: unknown) => void) {
    this.beganAt = beganAt;
    this.#fail = fail;
  }

  get signal(): AbortSignal {
    this.#controller ??= new AbortController();
    if (this.#reason !== undefined) this.#controller.abort(this.#reason);
    return this.#controller.signal;
  }

  /** Calls back with the reason when this is given up, at once if it already is; the function it returns stops listening. */
  onAbort(callback: (reason: unknown) => void): () => void {
    this.#listeners ??= [];
    if (this.#reason !== undefined) callback(this.#reason);
    else this.#listeners.push(callback);
    return () => {
      const place = this.#listeners?.indexOf(callback) ?? -1;
      if (place >= 0) this.#listeners?.splice(place, 1);
    };
  }

  /** Gives up waiting, and tells whoever listens. */
  abort(reason: unknown): void {
    this.#reason = reason;
    for (const listener of this.#listeners?.splice(0) ?? []) listener(reason);
    this.#controller?.abort(reason);
    this.#fail(reason);
  }
}

/**
 * The time limit of everything in flight, kept by one timer: all attempts have the same limit, so the oldest one expires
 * first and the order they began in is the order they expire in. A timer and a controller for each sample would cost more
 * than the rest of the loop; a `Set` of them, being old itself, would keep the garbage collector from taking them young.
 */
export class Deadlines {
  readonly #timeoutMs: number;
  #oldest: Attempt | undefined;
  #youngest: Attempt | undefined;
  #timer: NodeJS.Timeout | undefined;
  #stopReason: unknown;

  constructor(timeoutMs: number) {
    this.#timeoutMs = timeoutMs;
  }

  /** The result of `work`, or a `timeout` error, whichever comes first; what `work` does after that is ignored. */
  run<Made>(work: (attempt: Attempt) => Promise<Made>): Promise<Made> {
    if (this.#stopReason !== undefined) return Promise.reject(this.#stopReason);
    return new Promise((resolve, reject) => {
      const attempt = new Attempt(performance.now(), reject);
      this.#add(attempt);
      work(attempt).then(
        (made) => {
          this.#remove(attempt);
          resolve(made);
        },
        (error: unknown) => {
          this.#remove(attempt);
          reject(error);
        },
      );
    });
  }

  /** Aborts everything in flight, and everything that is still to come. */
  abort(reason: unknown): void {
    this.#stopReason = reason;
    while (this.#oldest !== undefined) this.#giveUp(this.#oldest, reason);
  }

  [Symbol.dispose](): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  #add(attempt: Attempt): void {
    attempt.older = this.#youngest;
    if (this.#youngest === undefined) this.#oldest = attempt;
    else this.#youngest.younger = attempt;
    this.#youngest = attempt;
    if (this.#timer === undefined) this.#arm(this.#timeoutMs);
  }

  /** Does nothing to one that is not in the chain. Cut links let the garbage collector take each attempt by itself. */
  #remove(attempt: Attempt): void {
    const { older, younger } = attempt;
    if (older !== undefined) older.younger = younger;
    else if (this.#oldest === attempt) this.#oldest = younger;
    if (younger !== undefined) younger.older = older;
    else if (this.#youngest === attempt) this.#youngest = older;
    attempt.older = undefined;
    attempt.younger = undefined;
  }

  #giveUp(attempt: Attempt, reason: unknown): void {
    this.#remove(attempt);
    attempt.abort(reason);
  }

  #arm(delayMs: number): void {
    this.#timer = setTimeout(() => this.#expire(), delayMs);
  }

  #expire(): void {
    this.#timer = undefined;
    const now = performance.now();
    while (this.#oldest !== undefined) {
      const remainingMs = this.#oldest.beganAt + this.#timeoutMs - now;
      if (remainingMs > 0) {
        this.#arm(Math.max(1, remainingMs));
        return;
      }
      this.#giveUp(this.#oldest, new HretError('timeout', `no answer within ${this.#timeoutMs} ms (timeoutMs)`));
    }
  }
}
