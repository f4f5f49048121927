import { Audience } from '../core/follow.js';
import type { RunRecord } from '../core/run-record.js';
import type { NamedTracker, Tracker } from '../core/tracker.js';
import { messageOf } from '../errors.js';
import { discreet } from './discreet.js';
import { chosenTrackers, isTracker, type TrackerChoice, trackerNamed } from './resolve-trackers.js';
import { runFolder } from './run-folder.js';
import type { Sitting } from './sitting.js';
import { tellWhole } from './told-whole.js';
import { tellOutcomes } from './tracker-outcomes.js';

/** Trackers that hear of a context, and evaluations that were over before one of them was named. */
export class ContextTrackers {
  readonly #sitting: Sitting;
  readonly #heard: { readonly audience: Audience; readonly trackers: readonly Tracker[] }[] = [];
  readonly #missed: { readonly tracker: NamedTracker; readonly runIds: readonly string[] }[] = [];

  constructor(sitting: Sitting) {
    this.#sitting = sitting;
  }

  /**
   * Tells trackers that the context has begun. A mistake in their options is thrown before any of them hears of it.
   * `runIds` are the evaluations so far; the trackers hear of them when the context ends.
   */
  async begin(choices: readonly TrackerChoice[], record: RunRecord, runIds: readonly string[]): Promise<void> {
    if (choices.length === 0) return;
    const { world, secrets, store } = this.#sitting;
    const made = await chosenTrackers(choices, world);
    await store.save(record);
    const trackers = made.map((tracker) => discreet(tracker, secrets));
    const audience = new Audience(trackers, world.warn);
    audience.hear({ type: 'run-start', record, folder: runFolder(this.#sitting, record) });
    this.#heard.push({ audience, trackers });
    if (runIds.length === 0) return;
    for (const choice of choices) {
      if (typeof choice === 'string') this.#missed.push({ tracker: { name: choice }, runIds });
      else if (!isTracker(choice)) this.#missed.push({ tracker: choice, runIds });
    }
  }

  /** Tells them of what they missed and of the end. */
  async end(record: RunRecord, hurry?: AbortSignal): Promise<void> {
    const { world } = this.#sitting;
    for (const { tracker, runIds } of this.#missed) {
      for (const runId of runIds) {
        await this.#tellMissed(tracker, runId, hurry).catch((error: unknown) =>
          world.warn(`${tracker.name} could not be told of "${runId}": ${messageOf(error)}`),
        );
      }
    }
    for (const { audience } of this.#heard) audience.hear({ type: 'run-end', record });
    const closing = { sleep: world.sleep, ...(hurry !== undefined && { hurry }) };
    await Promise.all(this.#heard.map(({ audience }) => audience.close(closing)));
    tellOutcomes(
      this.#heard.flatMap(({ trackers }) => trackers),
      record.runId,
      this.#sitting,
    );
  }

  async #tellMissed(tracker: NamedTracker, runId: string, hurry?: AbortSignal): Promise<void> {
    const record = await this.#sitting.store.record(runId);
    if (record === undefined || record.status === 'running') return;
    await tellWhole(record, [await trackerNamed(tracker, this.#sitting.world)], this.#sitting, hurry);
  }
}

/** The trackers for an evaluation of a context: those with a name are made anew for it, objects stay open until the context ends. */
export function childTrackers(choices: readonly TrackerChoice[]): TrackerChoice[] {
  return choices.map((choice) => (isTracker(choice) ? keptOpen(choice) : choice));
}

/** Tells which run it is, once it has begun, also of one that fails. */
export function namingTracker(tell: (runId: string) => void): Tracker {
  return {
    name: 'context',
    handle(event) {
      if (event.type === 'run-start') tell(event.record.runId);
    },
    redactWith() {},
  };
}

function keptOpen(tracker: Tracker): Tracker {
  return {
    name: tracker.name,
    handle: (event) => tracker.handle(event),
    ...(tracker.redactWith !== undefined && { redactWith: (redact) => tracker.redactWith?.(redact) }),
  };
}
