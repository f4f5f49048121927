import type { JsonObject } from '../../core/json.js';
import type { RunRecord } from '../../core/run-record.js';
import type { RunEvent, RunFolder, Tracker } from '../../core/tracker.js';
import type { World } from '../../core/world.js';
import { mapStrings } from '../../util/redact.js';
import { type Delivery, Outbox } from './outbox.js';
import type { Carrier, ParcelDraft } from './parcel.js';
import { RunningMetrics, type Snapshot } from './running.js';
import { limitFor, noteStrain } from './strained.js';

export type { ParcelDraft } from './parcel.js';

/** What is known of the run when an event is turned into parcels. */
export interface Told {
  /** As the run began; `run-end` brings the final one. */
  readonly record: RunRecord;
  /** How many samples there will be, when somebody knows. */
  readonly total?: number;
  /** Samples that have ended, those of earlier sittings included. */
  readonly step: number;
  /** The running metrics, at the `sample-end` after which they are due. Never told twice for one step, not even by a resumed run. */
  readonly snapshot?: Snapshot;
}

export interface MirrorOptions {
  /** The plugin's name: its folder in the run's folder, and what `hret sync` looks up. */
  readonly name: string;
  /** As people write it: `MLflow`. */
  readonly title: string;
  readonly world: World;
  /** The plugin's options as they may be written down: `hret sync` creates the plugin from them again. No secrets. */
  readonly options: JsonObject;
  /** Once per run and sitting, when the first parcel is to be delivered. */
  carrierFor(record: RunRecord, folder: RunFolder): Carrier | Promise<Carrier>;
  /**
   * The parcels an event is worth; most are worth none. Called for every sample: must be quick. A resumed run begins with
   * `run-start` again, so the same first parcel is made again, and the carrier takes it as "it goes on". Of a process that
   * was killed at the very end, `hret sync` asks for the parcels of `run-end` in another one, which heard nothing before.
   * Everything that may differ between a disturbed and an undisturbed run (ids, offsets) belongs into the carrier's state.
   */
  parcels(event: RunEvent, told: Told): Iterable<ParcelDraft>;
}

/** A tracker that delivers through an outbox. */
export interface Mirror extends Tracker {
  handle(event: RunEvent): void;
  readonly title: string;
  /** What became of the parcels; known once it is closed. */
  readonly delivery: Delivery | undefined;
  /** Gives the delivery at most this long; see `Outbox.close`. */
  close(limitMs: number, hurry?: AbortSignal): Promise<void>;
  /**
   * Delivers what is left of a run that is over, and its end if nobody told of it. Goes on as long as something arrives
   * within the limit, and for moments once `hurry` is aborted. Throws when the outbox cannot be read or written.
   */
  replay(record: RunRecord, folder: RunFolder, limitMs: number, hurry?: AbortSignal): Promise<Delivery>;
  redactWith(redact: (text: string) => string): void;
}

const LIMIT_MS = 30_000;

/** The tracker of one run of one system: events become parcels, parcels go through an outbox. `handle` returns at once and throws only when the run's folder cannot be written. */
export function mirrorTracker(options: MirrorOptions): Mirror {
  const { name, title, world } = options;
  const told = (reason: string) =>
    world.warn(`${title}: ${reason} The run goes on; what could not be delivered is kept with it.`);
  let run: MirroredRun | undefined;
  let delivery: Delivery | undefined;
  let redact = (text: string) => text;
  const draftsOf = (event: RunEvent, known: Told) => discreet(options.parcels(event, known), redact);

  const close = async (limitMs: number, hurry?: AbortSignal) => {
    if (run === undefined) return;
    const { outbox } = run;
    run = undefined;
    delivery = await outbox.close(limitFor(name, world, limitMs), hurry);
    if (!outbox.isRefused) noteStrain(name, world, { left: delivery.left, limitMs });
  };
  return {
    name,
    title,
    get delivery() {
      return delivery;
    },
    handle(event) {
      if (event.type === 'run-start') run = begin(event, options, draftsOf, told);
      run?.handle(event);
    },
    close,
    outcome: () => (delivery === undefined ? undefined : outcomeOf(title, delivery)),
    redactWith(given) {
      redact = given;
    },
    async replay(record, folder, limitMs, hurry) {
      const outbox = Outbox.reopen(outboxOptions(options, record, folder));
      if (record.status !== 'running' && !outbox.knowsTheEnd)
        outbox.complete(draftsOf({ type: 'run-end', record }, toldAtTheEnd(record)));
      return outbox.drain(limitMs, hurry);
    },
    [Symbol.asyncDispose]: () => close(LIMIT_MS),
  };
}

/** What to say of a delivery: where it can be seen, or how much is left and why. */
export function outcomeOf(title: string, { left, reason, link }: Delivery): string {
  const where = link === undefined ? '' : ` ${link}`;
  if (left > 0) return `${title}:${where} not everything was delivered, the rest is kept: ${reason}`;
  return `${title}:${where === '' ? ' everything was delivered' : where}`;
}

function begin(
  { record, total, folder }: Extract<RunEvent, { type: 'run-start' }>,
  options: MirrorOptions,
  draftsOf: DraftsOf,
  onRefused: (reason: string) => void,
): MirroredRun | undefined {
  if (folder === undefined) {
    options.world.warn(`${options.title}: the run is kept in memory, so there is nothing to deliver from.`);
    return undefined;
  }
  const outbox = Outbox.open({ ...outboxOptions(options, record, folder), onRefused });
  return new MirroredRun(record, total, outbox, draftsOf);
}

function toldAtTheEnd(record: RunRecord): Told {
  const { counts } = record;
  return counts === undefined ? { record, step: 0 } : { record, total: counts.total, step: counts.total };
}

type DraftsOf = (event: RunEvent, told: Told) => readonly ParcelDraft[];

/** Parcels are few, the events they are made of are not: so secrets are looked for here. */
function discreet(drafts: Iterable<ParcelDraft>, redact: (text: string) => string): readonly ParcelDraft[] {
  const found: ParcelDraft[] = [];
  for (const { kind, body } of drafts) found.push({ kind, body: mapStrings(body, redact) as JsonObject });
  return found;
}

function outboxOptions({ name, options, world, carrierFor }: MirrorOptions, record: RunRecord, folder: RunFolder) {
  return { tracker: name, options, folder, world, carrier: () => carrierFor(record, folder) };
}

class MirroredRun {
  readonly outbox: Outbox;
  readonly #record: RunRecord;
  readonly #total: number | undefined;
  readonly #draftsOf: DraftsOf;
  readonly #running: RunningMetrics;
  /** The step of the last snapshot that is in the outbox. */
  #lastStep: number;

  constructor(record: RunRecord, total: number | undefined, outbox: Outbox, draftsOf: DraftsOf) {
    this.outbox = outbox;
    this.#record = record;
    this.#total = total;
    this.#draftsOf = draftsOf;
    this.#running = new RunningMetrics(total);
    this.#lastStep = Math.max(0, ...outbox.earlier.map(({ body }) => (typeof body.step === 'number' ? body.step : 0)));
  }

  handle(event: RunEvent): void {
    if (event.type === 'samples-reused') this.#running.reuse(event);
    const snapshot = event.type === 'sample-end' ? this.#newSnapshot(this.#running.add(event.result)) : undefined;
    const told: Told = {
      record: this.#record,
      ...(this.#total !== undefined && { total: this.#total }),
      step: this.#running.step,
      ...(snapshot !== undefined && { snapshot }),
    };
    this.outbox.append(this.#draftsOf(event, told), event.type);
  }

  /** A process that was killed may have told of more samples than its journal kept. */
  #newSnapshot(snapshot: Snapshot | undefined): Snapshot | undefined {
    if (snapshot === undefined || snapshot.step <= this.#lastStep) return undefined;
    this.#lastStep = snapshot.step;
    return snapshot;
  }
}
