import type { RunFolder } from '../../core/tracker.js';
import type { World } from '../../core/world.js';
import type { Carrier, CarrierState, Parcel } from '../delivery/parcel.js';
import { OfflineCarrier } from './offline/carrier.js';
import { OnlineCarrier } from './online-carrier.js';
import { SdkCarrier } from './sdk/carrier.js';
import type { WandbSettings } from './settings.js';

/** Goes the way the run began, to the end: what is half in a folder is not sent to a server, and the other way round. */
export class WandbCarrier implements Carrier {
  readonly #settings: WandbSettings;
  readonly #world: World;
  #carrier: Carrier | undefined;

  constructor(settings: WandbSettings, world: World) {
    this.#settings = settings;
    this.#world = world;
  }

  async deliver(parcels: readonly Parcel[], state: CarrierState, folder: RunFolder): Promise<number> {
    const done = await this.#carrierFor(state).deliver(parcels, state, folder);
    state.way ??= wayOf(this.#settings);
    return done;
  }

  link(state: CarrierState): string | undefined {
    return this.#carrierFor(state).link?.(state);
  }

  async close(): Promise<void> {
    await this.#carrier?.close?.();
  }

  #carrierFor({ way = wayOf(this.#settings) }: CarrierState): Carrier {
    this.#carrier ??= this.#make(way);
    return this.#carrier;
  }

  #make(way: CarrierState[string]): Carrier {
    if (way === 'offline') return new OfflineCarrier(this.#world);
    if (way === 'sdk') return new SdkCarrier(this.#settings, this.#world);
    return new OnlineCarrier(this.#settings, this.#world);
  }
}

/** The SDK writes nothing when it is offline, so offline is always ours. */
function wayOf({ mode, transport }: WandbSettings): 'offline' | 'sdk' | 'online' {
  if (mode === 'offline') return 'offline';
  return transport === 'sdk' ? 'sdk' : 'online';
}
