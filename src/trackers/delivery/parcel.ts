import type { Json, JsonObject } from '../../core/json.js';
import type { RunEvent, RunFolder } from '../../core/tracker.js';

/**
 * One thing to tell a tracking system, written to the run's folder before it is sent. Small: what is in the run's folder
 * already (samples, `run.json`) is read from there when the parcel is delivered.
 */
export interface Parcel {
  /** Counted from 0 in each outbox; the order of delivery. */
  readonly seq: number;
  /** The vendor's own word for it: `start`, `metrics`, `table`, `finish` … */
  readonly kind: string;
  readonly body: JsonObject;
  /** What it was made of. */
  readonly event?: RunEvent['type'];
}

/** A parcel before it has its number. */
export type ParcelDraft = Pick<Parcel, 'kind' | 'body'>;

/** What a carrier has to remember between sittings: ids that the system gave, offsets. Kept with the count of delivered parcels. */
export type CarrierState = { [name: string]: Json };

/** Brings the parcels of one run to one system. */
export interface Carrier {
  /**
   * Delivers parcels in order, as many as it likes to put into one request, and resolves to how many are done (at least
   * one). Must be safe to repeat: after a crash the last ones come again. Remembers in `state`, which is stored before the
   * next call. Throws an `HretError`: `isRetryable` (with `retryAfterMs` where the server said so) is tried again with
   * backoff; anything else ends the delivery for now, and everything from that parcel on stays in the outbox.
   */
  deliver(parcels: readonly Parcel[], state: CarrierState, folder: RunFolder): Promise<number>;
  /** Where a person sees the run; known once `state` says so. */
  link?(state: CarrierState): string | undefined;
  close?(): Promise<void>;
}
