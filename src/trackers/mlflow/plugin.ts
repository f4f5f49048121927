import type { JsonObject } from '../../core/json.js';
import type { TrackerPlugin } from '../../core/plugin.js';
import type { World } from '../../core/world.js';
import { gitState } from '../delivery/git.js';
import { mirrorTracker } from '../delivery/mirror.js';
import { MlflowCarrier } from './carrier.js';
import { connect } from './connection.js';
import { eventParcels } from './event-parcels.js';
import { fileStore } from './file-store.js';
import { type MlflowOptions, mlflowOptions } from './options.js';
import { restOver } from './rest.js';
import { serverStore } from './server-store.js';
import { mlflowSettings, type Place, uriOf } from './settings.js';
import type { Store } from './store.js';

/** Runs on an MLflow tracking server, or in the files of `mlruns`. */
export const plugin: TrackerPlugin<MlflowOptions> = {
  name: 'mlflow',
  summary: 'runs, nested runs, params, metrics, the dataset, samples as a table or as traces, in MLflow',
  options: mlflowOptions,
  async create(options, world) {
    const settings = mlflowSettings(options, world);
    const place = uriOf(settings.place);
    return mirrorTracker({
      name: 'mlflow',
      title: 'MLflow',
      world,
      options: writable(options, place),
      carrierFor: async () => new MlflowCarrier(await storeAt(settings.place, world), place, world.warn),
      parcels: eventParcels(settings, await gitState(world), world),
    });
  },
};

/** What the variables say is not written down: they are read again. */
function writable({ trackingUri, ...options }: MlflowOptions, place: string): JsonObject {
  const said = Object.entries(options).filter(
    (entry): entry is [string, NonNullable<(typeof entry)[1]>] => entry[1] !== undefined,
  );
  return { ...Object.fromEntries(said), ...(trackingUri !== undefined && { trackingUri: place }) };
}

async function storeAt(place: Place, world: World): Promise<Store> {
  if (place.kind === 'files') return fileStore(place.folder, world);
  return serverStore(restOver(await connect(place, world), place.url));
}
