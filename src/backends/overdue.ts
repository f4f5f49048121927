/** A timer that calls once, as `setTimeout` does; tests hand in one they fire themselves. */
export type StartTimer = (callback: () => void, delayMs: number) => void;

export interface OverdueOptions {
  /** The limit as it stands now; may change while requests are in flight. */
  readonly limitMs: () => number;
  /** Monotonic milliseconds. */
  readonly now?: (() => number) | undefined;
  readonly startTimer?: StartTimer | undefined;
}

/** One request in flight. */
export interface Waiting {
  /** Set when it begins. */
  since: number;
  giveUp(waitedMs: number): void;
}

const LONGEST_NAP_MS = 1000;

/**
 * Tells every request that has been in flight longer than the limit. One timer serves them all: the limit is the same
 * for everybody, so the oldest request is overdue first, and a timer of its own for each would cost more than its headers.
 * The clock is the real one even in a fake world, because the sockets it watches are real too.
 */
export class Overdue {
  readonly #limitMs: () => number;
  readonly #now: () => number;
  readonly #startTimer: StartTimer;
  readonly #waiting = new Set<Waiting>();
  #isArmed = false;

  constructor({ limitMs, now = () => performance.now(), startTimer = startRealTimer }: OverdueOptions) {
    this.#limitMs = limitMs;
    this.#now = now;
    this.#startTimer = startTimer;
  }

  begin(waiting: Waiting): void {
    waiting.since = this.#now();
    this.#waiting.add(waiting);
    if (!this.#isArmed) this.#arm(waiting);
  }

  /** Milliseconds it took. */
  end(waiting: Waiting): number {
    this.#waiting.delete(waiting);
    return this.#now() - waiting.since;
  }

  /** Naps are short because the limit may have shrunk meanwhile. */
  #arm(oldest: Waiting): void {
    const remaining = oldest.since + this.#limitMs() - this.#now();
    this.#isArmed = true;
    this.#startTimer(() => this.#check(), Math.min(Math.max(1, Math.ceil(remaining)), LONGEST_NAP_MS));
  }

  #check(): void {
    this.#isArmed = false;
    const now = this.#now();
    const limitMs = this.#limitMs();
    for (const waiting of this.#waiting) {
      if (now - waiting.since < limitMs) {
        this.#arm(waiting);
        return;
      }
      this.#waiting.delete(waiting);
      waiting.giveUp(now - waiting.since);
    }
  }
}

/** Does not keep the process alive: a request in flight does that by itself. */
function startRealTimer(callback: () => void, delayMs: number): void {
  setTimeout(callback, delayMs).unref();
}
