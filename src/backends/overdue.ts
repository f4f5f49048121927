/** A timer that calls once, as `setTimeout` does; tests hand in one they fire themselves. */
export type StartTimer = (callback: () => void, delayMs: number) => void;

export interface OverdueOptions {
  /** The limit as it stands now; may change while requests are in flight. */
  readonly limitMs: () => number;
  /** Monotonic milliseconds. */
  readonly now?: (() => number) | undefined;
  readonly startTimer?: StartTimer | undefined;
}

/** One request in flight, a link of the chain of all of them. */
export abstract class Waiting {
  /** When it began. */
  since = 0;
  older: Waiting | undefined;
  younger: Waiting | undefined;

  abstract giveUp(waitedMs: number): void;
}

const LONGEST_NAP_MS = 1000;

/**
 * Tells every request that has been in flight longer than the limit. One timer serves them all: the limit is the same
 * for everybody, so the oldest request is overdue first, and a timer of its own for each would cost more than its headers.
 * The requests are chained from the oldest to the youngest; a `Set` of them, being old itself, would keep the garbage
 * collector from taking them young, which costs a fifth of a request. The clock is the real one even in a fake world,
 * because the sockets it watches are real too.
 */
export class Overdue {
  readonly #limitMs: () => number;
  readonly #now: () => number;
  readonly #startTimer: StartTimer;
  #oldest: Waiting | undefined;
  #youngest: Waiting | undefined;
  #isArmed = false;

  constructor({ limitMs, now = () => performance.now(), startTimer = startRealTimer }: OverdueOptions) {
    this.#limitMs = limitMs;
    this.#now = now;
    this.#startTimer = startTimer;
  }

  begin(waiting: Waiting): void {
    waiting.since = this.#now();
    waiting.older = this.#youngest;
    if (this.#youngest === undefined) this.#oldest = waiting;
    else this.#youngest.younger = waiting;
    this.#youngest = waiting;
    if (!this.#isArmed) this.#arm(waiting);
  }

  /** Milliseconds it took. */
  end(waiting: Waiting): number {
    this.#takeOut(waiting);
    return this.#now() - waiting.since;
  }

  /** Does nothing to one that is not in the chain. Cut links let the garbage collector take each request by itself. */
  #takeOut(waiting: Waiting): void {
    const { older, younger } = waiting;
    if (older !== undefined) older.younger = younger;
    else if (this.#oldest === waiting) this.#oldest = younger;
    if (younger !== undefined) younger.older = older;
    else if (this.#youngest === waiting) this.#youngest = older;
    waiting.older = undefined;
    waiting.younger = undefined;
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
    while (this.#oldest !== undefined && now - this.#oldest.since >= limitMs) {
      const overdue = this.#oldest;
      this.#takeOut(overdue);
      overdue.giveUp(now - overdue.since);
    }
    if (this.#oldest !== undefined && !this.#isArmed) this.#arm(this.#oldest);
  }
}

/** Does not keep the process alive: a request in flight does that by itself. */
function startRealTimer(callback: () => void, delayMs: number): void {
  setTimeout(callback, delayMs).unref();
}
