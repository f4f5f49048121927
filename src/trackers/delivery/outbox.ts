import type { RunEvent } from '../../core/tracker.js';
import type { World } from '../../core/world.js';
import { HretError, messageOf } from '../../errors.js';
import type { LastWaitOptions } from './last-wait.js';
import { endsWithRun, OutboxFiles, outboxFolder, type TrackerFile } from './outbox-files.js';
import type { Parcel, ParcelDraft } from './parcel.js';
import { Patience } from './patience.js';
import { Shipping, type ShippingOptions } from './shipping.js';

export interface OutboxOptions extends TrackerFile, ShippingOptions {
  readonly world: Pick<World, 'now' | 'sleep' | 'random'>;
  /** Told once when the system refuses for good; what waiting can mend is told by `close`. */
  readonly onRefused?: (reason: string) => void;
}

/** What became of the parcels. */
export interface Delivery {
  /** In this sitting. */
  readonly delivered: number;
  readonly left: number;
  /** Why some are left. */
  readonly reason?: string;
  /** Where a person sees the run. */
  readonly link?: string;
}

/** How long a request that was given up may take to notice. */
const LAST_MOMENT_MS = 1000;

/**
 * Parcels on their way from one run to one system, kept in `<run folder>/trackers/<tracker>/`: `outbox.jsonl` holds every
 * parcel ever made, `state.json` how many have arrived and what the carrier remembers, `tracker.json` what `hret sync`
 * needs. Delivers in the background, one delivery at a time, in order.
 */
export class Outbox {
  /** Parcels found on the disk when it was opened. */
  readonly earlier: readonly Parcel[];
  readonly #options: OutboxOptions;
  readonly #files: OutboxFiles;
  readonly #parcels: Parcel[];
  readonly #shipping: Shipping;
  readonly #patience: Patience;
  #reason: string | undefined;
  #isRefused = false;
  #delivering: Promise<void> | undefined;

  private constructor(options: OutboxOptions, files: OutboxFiles) {
    this.#options = options;
    this.#files = files;
    this.#parcels = files.parcels();
    this.earlier = [...this.#parcels];
    this.#shipping = new Shipping(options, files, this.earlier.length);
    this.#patience = new Patience(options.world);
  }

  /** The outbox of a run that is going on: made, or, for a resumed run, opened again. */
  static open(options: OutboxOptions): Outbox {
    const files = new OutboxFiles(outboxFolder(options.folder.path, options.tracker));
    files.create({ tracker: options.tracker, options: options.options });
    files.open();
    return new Outbox(options, files);
  }

  /** The outbox of a run that is over, for delivering what is left. */
  static reopen(options: OutboxOptions): Outbox {
    return new Outbox(options, new OutboxFiles(outboxFolder(options.folder.path, options.tracker)));
  }

  /** Whether the system refused for good, which it does at once. */
  get isRefused(): boolean {
    return this.#isRefused;
  }

  /** Whether it holds what became of the run. */
  get knowsTheEnd(): boolean {
    return endsWithRun(this.#parcels);
  }

  /** Adds parcels to the outbox of a run that is over. Throws when another process delivers from it, for it may add them too. */
  complete(drafts: readonly ParcelDraft[]): void {
    this.#shipping.takeLock();
    this.#files.open();
    this.append(drafts, 'run-end');
  }

  /** Writes what an event is worth to the disk; its delivery begins at once and is not waited for. Throws when the disk does. */
  append(drafts: readonly ParcelDraft[], event: RunEvent['type']): void {
    if (drafts.length === 0) return;
    if (this.#patience.isLast) throw new HretError('store', `The outbox for ${this.#options.tracker} was closed.`);
    const first = this.#parcels.length;
    const parcels = drafts.map(({ kind, body }, place): Parcel => ({ seq: first + place, kind, event, body }));
    this.#files.append(parcels);
    this.#parcels.push(...parcels);
    this.deliver();
  }

  /** Begins to deliver what there is, unless that is going on, or has been refused. */
  deliver(): void {
    if (this.#delivering !== undefined || this.#isRefused || this.#patience.isOver || this.#parcels.length === 0)
      return;
    this.#delivering = this.#deliverAll();
  }

  /**
   * Gives the delivery this many milliseconds to end, a few seconds when the system has been failing for a while or once
   * `hurry` is aborted, and tells what became of it. What is left stays on the disk. Never throws.
   */
  async close(limitMs: number, hurry?: AbortSignal): Promise<Delivery> {
    return this.#close({ limitMs: this.#patience.limitFor(limitMs), hurry, isRenewed: false });
  }

  /** The same for somebody who has come to deliver: goes on as long as something arrives within the limit, and gives up after some failures in a row. */
  async drain(limitMs: number, hurry?: AbortSignal): Promise<Delivery> {
    return this.#close({ limitMs, hurry, isRenewed: true });
  }

  async #close(options: LastWaitOptions): Promise<Delivery> {
    this.#patience.beginLastWait(options);
    this.deliver();
    await this.#patience.lastWait(this.#delivering);
    await this.#shipping.closeCarrier();
    const noticed = new AbortController();
    const lastMoment = this.#options.world.sleep(LAST_MOMENT_MS, noticed.signal).catch(() => {});
    await Promise.race([this.#delivering, lastMoment]);
    noticed.abort();
    this.#shipping.releaseLock();
    this.#closeFiles();
    return this.#outcome();
  }

  #closeFiles(): void {
    try {
      this.#files.close();
    } catch (error) {
      this.#reason ??= messageOf(error);
    }
  }

  #outcome(): Delivery {
    const { arrived, delivered, link } = this.#shipping;
    const left = this.#parcels.length - arrived;
    return {
      delivered,
      left,
      ...(left > 0 && { reason: this.#reason ?? 'there was not enough time' }),
      ...(link !== undefined && { link }),
    };
  }

  /** Never rejects: what goes wrong is the reason why something is left. */
  async #deliverAll(): Promise<void> {
    try {
      while (!this.#patience.isOver && this.#parcels.length > 0) {
        try {
          await this.#shipping.prepare();
          const { arrived } = this.#shipping;
          if (this.#patience.isOver || arrived === this.#parcels.length) return;
          await this.#shipping.deliver(this.#parcels.slice(arrived));
          this.#reason = undefined;
          this.#patience.succeed();
          await this.#patience.pause();
        } catch (error) {
          if (!(await this.#isWorthAnotherTry(error))) return;
        }
      }
    } finally {
      this.#delivering = undefined;
    }
  }

  async #isWorthAnotherTry(error: unknown): Promise<boolean> {
    if (this.#patience.isOver) return false;
    this.#reason = messageOf(error);
    if (error instanceof HretError && error.isRetryable) return this.#patience.waitAfter(error);
    this.#isRefused = true;
    this.#options.onRefused?.(this.#reason);
    return false;
  }
}
