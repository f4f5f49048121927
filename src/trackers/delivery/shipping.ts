import type { RunFolder } from '../../core/tracker.js';
import type { World } from '../../core/world.js';
import { HretError } from '../../errors.js';
import type { FileLock } from '../../util/file-lock.js';
import type { OutboxFiles } from './outbox-files.js';
import { takeOutboxLock } from './outbox-lock.js';
import type { Carrier, CarrierState, Parcel } from './parcel.js';

export interface ShippingOptions {
  readonly folder: RunFolder;
  /** Made when there is something to deliver. */
  readonly carrier: () => Carrier | Promise<Carrier>;
  readonly world: Pick<World, 'now'>;
}

/** The way of parcels from the files of an outbox to the system, and how many have arrived. */
export class Shipping {
  readonly #options: ShippingOptions;
  readonly #files: OutboxFiles;
  /** Parcels found on the disk when the outbox was opened. */
  readonly #earlier: number;
  #state: CarrierState = {};
  #arrived = 0;
  #delivered = 0;
  #carrier: Carrier | undefined;
  #lock: FileLock | undefined;

  constructor(options: ShippingOptions, files: OutboxFiles, earlier: number) {
    this.#options = options;
    this.#files = files;
    this.#earlier = earlier;
  }

  /** Parcels that have arrived in all sittings; known under the lock. */
  get arrived(): number {
    return this.#arrived;
  }

  /** Those of this sitting. */
  get delivered(): number {
    return this.#delivered;
  }

  /** Where a person sees the run. */
  get link(): string | undefined {
    return this.#carrier?.link?.(this.#state);
  }

  /** Under the lock, so that what another process has delivered meanwhile is not delivered again. Throws while another has it. */
  takeLock(): void {
    if (this.#lock !== undefined) return;
    this.#lock = takeOutboxLock(this.#files.lock, this.#options.world.now());
    const { delivered, state } = this.#files.progress();
    // A power loss may have taken parcels that had arrived; those made since then have not.
    this.#arrived = Math.min(delivered, this.#earlier);
    this.#state = structuredClone(state);
  }

  async prepare(): Promise<void> {
    this.takeLock();
    this.#carrier ??= await this.#options.carrier();
  }

  /** Delivers some of what is waiting, one at least. */
  async deliver(waiting: readonly Parcel[]): Promise<void> {
    let done = 0;
    try {
      done = Math.min((await this.#carrier?.deliver(waiting, this.#state, this.#options.folder)) ?? 0, waiting.length);
    } finally {
      // Also after a failure: an id that the system gave before it is known from now on.
      await this.#remember(done);
    }
    if (done < 1) throw new HretError('not_available', 'nothing was delivered, and nobody said why');
  }

  async #remember(done: number): Promise<void> {
    // Given up, and perhaps in other hands by now: what arrived all the same comes again and does no harm.
    if (this.#lock === undefined) return;
    this.#arrived += done;
    this.#delivered += done;
    await this.#files.saveProgress({ delivered: this.#arrived, state: this.#state });
  }

  async closeCarrier(): Promise<void> {
    await this.#carrier?.close?.().catch(() => {});
  }

  releaseLock(): void {
    this.#lock?.release();
    this.#lock = undefined;
  }
}
