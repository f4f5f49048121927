import { messageOf } from '../errors.js';
import type { RunRecord } from './run-record.js';
import type { RunEvent, RunFolder, Tracker } from './tracker.js';
import type { World } from './world.js';

/** How trackers are given time at the end; without it they have all the time they want. */
export interface Closing {
  readonly sleep: World['sleep'];
  /** Aborted when somebody waits for the program to end. */
  readonly hurry?: AbortSignal;
}

export interface FollowOptions extends Partial<Closing> {
  /** Where the run is kept; trackers are told of it. */
  readonly folder?: RunFolder;
}

/** What a tracker may take to finish its telling, in milliseconds; and after somebody began to wait. */
const LIMIT_MS = 30_000;
const HURRIED_LIMIT_MS = 5000;
/** For closing what would not end by itself. */
const GRACE_MS = 5000;

/**
 * Drives a run to its end and shows every event to the trackers, in order. A tracker that fails is told through `warn`
 * and hears nothing more; the run goes on. Events of samples are handed over without waiting for the tracker's promise,
 * the last one is waited for, of all trackers at once and not for ever.
 */
export async function follow(
  events: AsyncGenerator<RunEvent, RunRecord, undefined>,
  trackers: readonly Tracker[],
  warn: (message: string) => void,
  { folder, sleep, hurry }: FollowOptions = {},
): Promise<RunRecord> {
  const audience = new Audience(trackers, warn);
  try {
    for (;;) {
      const next = await events.next();
      if (next.done) return next.value;
      const event = next.value;
      audience.hear(event.type === 'run-start' && folder !== undefined ? { ...event, folder } : event);
    }
  } finally {
    await audience.close(sleep && { sleep, ...(hurry !== undefined && { hurry }) });
  }
}

/** Trackers that hear the same run. */
export class Audience {
  readonly #listeners: readonly Listener[];

  constructor(trackers: readonly Tracker[], warn: (message: string) => void) {
    this.#listeners = trackers.map((tracker) => new Listener(tracker, warn));
  }

  /** Returns at once; never throws. */
  hear(event: RunEvent): void {
    for (const listener of this.#listeners) listener.hear(event);
  }

  /** Resolves when every tracker has taken in what it heard, or has had its time; never rejects. */
  async close(closing?: Closing): Promise<void> {
    await Promise.all(this.#listeners.map((listener) => listener.close(closing)));
  }
}

class Listener {
  readonly #tracker: Tracker;
  readonly #warn: (message: string) => void;
  #hasFailed = false;
  #pending: Promise<void> | undefined;

  constructor(tracker: Tracker, warn: (message: string) => void) {
    this.#tracker = tracker;
    this.#warn = warn;
  }

  hear(event: RunEvent): void {
    if (this.#hasFailed) return;
    try {
      const handled =
        this.#pending === undefined ? this.#tracker.handle(event) : this.#pending.then(() => this.#handleNext(event));
      if (handled === undefined) return;
      const pending: Promise<void> = handled.then(
        () => {
          if (this.#pending === pending) this.#pending = undefined;
        },
        (error: unknown) => this.#fail(error),
      );
      this.#pending = pending;
    } catch (error) {
      this.#fail(error);
    }
  }

  #handleNext(event: RunEvent): void | Promise<void> {
    if (!this.#hasFailed) return this.#tracker.handle(event);
  }

  async close(closing?: Closing): Promise<void> {
    const ended = this.#end(closing?.hurry).catch((error: unknown) => this.#fail(error));
    await (closing === undefined ? ended : this.#within(closing, ended));
  }

  async #end(hurry?: AbortSignal): Promise<void> {
    await this.#pending;
    if (this.#tracker.close !== undefined) await this.#tracker.close(LIMIT_MS, hurry);
    else await this.#tracker[Symbol.asyncDispose]?.();
  }

  async #within({ sleep, hurry }: Closing, ended: Promise<void>): Promise<void> {
    const over = new AbortController();
    const isLate = await Promise.race([
      ended.then(() => false),
      sleep(LIMIT_MS + GRACE_MS, over.signal).then(
        () => true,
        () => false,
      ),
      aborted(hurry, over.signal).then(() =>
        sleep(HURRIED_LIMIT_MS, over.signal).then(
          () => true,
          () => false,
        ),
      ),
    ]);
    over.abort();
    if (isLate) this.#fail(new Error('it did not come to an end in time and is left alone'));
  }

  #fail(error: unknown): void {
    if (this.#hasFailed) return;
    this.#hasFailed = true;
    this.#warn(`the tracker "${this.#tracker.name}" failed and hears nothing more of this run: ${messageOf(error)}`);
  }
}

/** Resolves when the signal is aborted; never when there is none, or once the waiting is over. */
async function aborted(signal: AbortSignal | undefined, over: AbortSignal): Promise<void> {
  if (signal === undefined) return new Promise(() => {});
  if (signal.aborted) return;
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true, signal: over }));
}
