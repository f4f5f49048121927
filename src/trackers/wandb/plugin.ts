import type { JsonObject } from '../../core/json.js';
import type { TrackerPlugin } from '../../core/plugin.js';
import { gitState } from '../delivery/git.js';
import { mirrorTracker } from '../delivery/mirror.js';
import { apiKeyOf } from './api-key.js';
import { WandbCarrier } from './carrier.js';
import { EventParcels } from './event-parcels.js';
import { type WandbOptions, wandbOptions } from './options.js';
import { jsonObject } from './parcels.js';
import { sdkEntry } from './sdk/worker.js';
import { wandbSettings } from './settings.js';

const WHAT_THE_SDK_LOSES =
  'W&B: @wandb/sdk sends the name, the config and the history of a run. Tags, group, job type, notes, the table of samples and the results are left out, and nobody is told when the server loses history. The default transport "own" sends all of it.';

/** The Python client says so, too. */
function nobodyAsks(id: string): string {
  return `W&B: the run "${id}" is written offline, so nobody can look whether it is there already: "wandb sync" writes its history from the first line.`;
}

export const plugin: TrackerPlugin<WandbOptions> = {
  name: 'wandb',
  summary: 'Mirrors runs to Weights & Biases: config, history, summary, samples as a table, results as an artifact.',
  options: wandbOptions,
  async create(options, world) {
    const settings = wandbSettings(options, world);
    if (settings.mode === 'disabled') return { name: 'wandb', handle() {} };
    if (settings.mode === 'online') await apiKeyOf(settings, world);
    if (settings.mode === 'online' && settings.transport === 'sdk') {
      sdkEntry(world.cwd);
      world.warn(WHAT_THE_SDK_LOSES);
    }
    if (settings.mode === 'offline' && settings.id !== undefined) world.warn(nobodyAsks(settings.id));
    const parcels = new EventParcels(settings, world, await gitState(world));
    const { apiKey: _secret, ...written } = options;
    return mirrorTracker({
      name: 'wandb',
      title: 'W&B',
      world,
      options: writable(written),
      carrierFor: () => new WandbCarrier(settings, world),
      parcels: (event, told) => parcels.of(event, told),
    });
  },
};

function writable(options: Omit<WandbOptions, 'apiKey'>): JsonObject {
  const said = Object.entries(options).filter(([, value]) => value !== undefined);
  return jsonObject.parse(Object.fromEntries(said));
}
