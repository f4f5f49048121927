import { messageOf } from '../errors.js';
import type { RunRecord } from './run-record.js';
import type { RunEvent, Tracker } from './tracker.js';

/**
 * Drives a run to its end and shows every event to the trackers, in order. A tracker that fails is told through `warn`
 * and hears nothing more; the run goes on. Events of samples are handed over without waiting for the tracker's promise,
 * the last one is waited for.
 */
export async function follow(
  events: AsyncGenerator<RunEvent, RunRecord, undefined>,
  trackers: readonly Tracker[],
  warn: (message: string) => void,
): Promise<RunRecord> {
  const listeners = trackers.map((tracker) => new Listener(tracker, warn));
  try {
    for (;;) {
      const next = await events.next();
      if (next.done) return next.value;
      for (const listener of listeners) listener.hear(next.value);
    }
  } finally {
    for (const listener of listeners) await listener.close();
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

  async close(): Promise<void> {
    try {
      await this.#pending;
      await this.#tracker[Symbol.asyncDispose]?.();
    } catch (error) {
      this.#fail(error);
    }
  }

  #fail(error: unknown): void {
    if (this.#hasFailed) return;
    this.#hasFailed = true;
    this.#warn(`the tracker "${this.#tracker.name}" failed and hears nothing more of this run: ${messageOf(error)}`);
  }
}
