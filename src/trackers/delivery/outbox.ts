import type { RunEvent, RunFolder } from '../../core/tracker.js';
import type { World } from '../../core/world.js';
import { HretError, messageOf } from '../../errors.js';
import type { FileLock } from '../../util/file-lock.js';
import { delayBefore, MOST_FAILURES, SHORT_LIMIT_MS } from './backoff.js';
import { LastWait, type LastWaitOptions } from './last-wait.js';
import { endsWithRun, OutboxFiles, outboxFolder, type TrackerFile } from './outbox-files.js';
import { takeOutboxLock } from './outbox-lock.js';
import type { Carrier, CarrierState, Parcel, ParcelDraft } from './parcel.js';

export interface OutboxOptions extends TrackerFile {
  readonly folder: RunFolder;
  /** Made when there is something to deliver. */
  readonly carrier: () => Carrier | Promise<Carrier>;
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

/** Between two deliveries: parcels that come in meanwhile go together. */
const PAUSE_MS = 500;
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
  readonly #wake = new AbortController();
  readonly #stop = new AbortController();
  #state: CarrierState = {};
  #arrived = 0;
  #delivered = 0;
  #failures = 0;
  #reason: string | undefined;
  #isRefused = false;
  #lastWait: LastWait | undefined;
  #carrier: Carrier | undefined;
  #lock: FileLock | undefined;
  #delivering: Promise<void> | undefined;

  private constructor(options: OutboxOptions, files: OutboxFiles) {
    this.#options = options;
    this.#files = files;
    this.#parcels = files.parcels();
    this.earlier = [...this.#parcels];
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
    this.#takeLock();
    this.#files.open();
    this.append(drafts, 'run-end');
  }

  /** Writes what an event is worth to the disk; its delivery begins at once and is not waited for. Throws when the disk does. */
  append(drafts: readonly ParcelDraft[], event: RunEvent['type']): void {
    if (drafts.length === 0) return;
    if (this.#lastWait !== undefined)
      throw new HretError('store', `The outbox for ${this.#options.tracker} was closed.`);
    const first = this.#parcels.length;
    const parcels = drafts.map(({ kind, body }, place): Parcel => ({ seq: first + place, kind, event, body }));
    this.#files.append(parcels);
    this.#parcels.push(...parcels);
    this.deliver();
  }

  /** Begins to deliver what there is, unless that is going on, or has been refused. */
  deliver(): void {
    if (this.#delivering !== undefined || this.#isRefused || this.#isClosed || this.#parcels.length === 0) return;
    this.#delivering = this.#deliverAll();
  }

  /**
   * Gives the delivery this many milliseconds to end, a few seconds when the system has been failing for a while or once
   * `hurry` is aborted, and tells what became of it. What is left stays on the disk. Never throws.
   */
  async close(limitMs: number, hurry?: AbortSignal): Promise<Delivery> {
    const limit = this.#failures > 2 ? Math.min(limitMs, SHORT_LIMIT_MS) : limitMs;
    return this.#close({ limitMs: limit, hurry, isRenewed: false });
  }

  /** The same for somebody who has come to deliver: goes on as long as something arrives within the limit, and gives up after some failures in a row. */
  async drain(limitMs: number, hurry?: AbortSignal): Promise<Delivery> {
    return this.#close({ limitMs, hurry, isRenewed: true });
  }

  get #isClosed(): boolean {
    return this.#stop.signal.aborted;
  }

  async #close(options: LastWaitOptions): Promise<Delivery> {
    const { world } = this.#options;
    this.#lastWait = new LastWait(world, options);
    this.#wake.abort();
    this.deliver();
    await this.#lastWait.for(this.#delivering);
    this.#stop.abort();
    const noticed = new AbortController();
    await this.#carrier?.close?.().catch(() => {});
    await Promise.race([this.#delivering, world.sleep(LAST_MOMENT_MS, noticed.signal).catch(() => {})]);
    noticed.abort();
    this.#lock?.release();
    this.#lock = undefined;
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
    const left = this.#parcels.length - this.#arrived;
    const link = this.#carrier?.link?.(this.#state);
    return {
      delivered: this.#delivered,
      left,
      ...(left > 0 && { reason: this.#reason ?? 'there was not enough time' }),
      ...(link !== undefined && { link }),
    };
  }

  /** Never rejects: what goes wrong is the reason why something is left. */
  async #deliverAll(): Promise<void> {
    try {
      while (!this.#isClosed && this.#parcels.length > 0) {
        try {
          await this.#prepare();
          if (this.#isClosed || this.#arrived === this.#parcels.length) return;
          await this.#deliverSome();
          if (this.#lastWait === undefined) await this.#rest(PAUSE_MS);
        } catch (error) {
          if (!(await this.#isWorthAnotherTry(error))) return;
        }
      }
    } finally {
      this.#delivering = undefined;
    }
  }

  async #prepare(): Promise<void> {
    this.#takeLock();
    this.#carrier ??= await this.#options.carrier();
  }

  /** Under the lock, so that what another process has delivered meanwhile is not delivered again. */
  #takeLock(): void {
    if (this.#lock !== undefined) return;
    this.#lock = takeOutboxLock(this.#files.lock, this.#options.world.now());
    const { delivered, state } = this.#files.progress();
    // A power loss may have taken parcels that had arrived; those made since then have not.
    this.#arrived = Math.min(delivered, this.earlier.length);
    this.#state = structuredClone(state);
  }

  async #deliverSome(): Promise<void> {
    const waiting = this.#parcels.slice(this.#arrived);
    let done = 0;
    try {
      done = Math.min((await this.#carrier?.deliver(waiting, this.#state, this.#options.folder)) ?? 0, waiting.length);
    } finally {
      // Also after a failure: an id that the system gave before it is known from now on.
      await this.#remember(done);
    }
    if (done < 1) throw new HretError('not_available', 'nothing was delivered, and nobody said why');
    this.#failures = 0;
    this.#reason = undefined;
    this.#lastWait?.renew();
  }

  async #remember(done: number): Promise<void> {
    // Given up, and perhaps in other hands by now: what arrived all the same comes again and does no harm.
    if (this.#lock === undefined) return;
    this.#arrived += done;
    this.#delivered += done;
    await this.#files.saveProgress({ delivered: this.#arrived, state: this.#state });
  }

  async #isWorthAnotherTry(error: unknown): Promise<boolean> {
    if (this.#isClosed) return false;
    this.#reason = messageOf(error);
    if (error instanceof HretError && error.isRetryable) return this.#waitAfter(error);
    this.#isRefused = true;
    this.#options.onRefused?.(this.#reason);
    return false;
  }

  /** Whether there is time for another try. What the server asks for is waited for; our own caution ends when the outbox is being closed. */
  async #waitAfter({ retryAfterMs = 0 }: HretError): Promise<boolean> {
    const { now, random } = this.#options.world;
    const allowed = now() + retryAfterMs;
    this.#failures++;
    const delay = delayBefore(this.#failures, random(), this.#lastWait !== undefined);
    if (this.#lastWait === undefined) await this.#rest(Math.max(delay, retryAfterMs));
    else await this.#sleep(delay);
    if (this.#lastWait?.isRenewed && this.#failures >= MOST_FAILURES) return false;
    const deadline = this.#lastWait?.deadline ?? Number.POSITIVE_INFINITY;
    if (allowed > deadline) return false;
    if (allowed > now()) await this.#sleep(allowed - now());
    return !this.#isClosed && now() <= deadline;
  }

  /** Ends at once when the outbox is being closed. */
  async #rest(ms: number): Promise<void> {
    await this.#options.world.sleep(ms, this.#wake.signal).catch(() => {});
  }

  /** Ends when nobody waits any more. */
  async #sleep(ms: number): Promise<void> {
    await this.#options.world.sleep(ms, this.#stop.signal).catch(() => {});
  }
}
