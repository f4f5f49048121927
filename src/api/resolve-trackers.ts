import type { EvaluateOptions } from '../core/options.js';
import { parseOptions } from '../core/plugin-options.js';
import type { Tracker } from '../core/tracker.js';
import type { World } from '../core/world.js';
import { registries } from './registries.js';
import { isKnownTracker, trackerNotice } from './tracker-flags.js';

/** The trackers of `options.trackers`: names from the registry, objects as they are. */
export async function chosenTrackers({ trackers = [] }: EvaluateOptions, world: World): Promise<Tracker[]> {
  const chosen: Tracker[] = [];
  for (const tracker of trackers) {
    if (typeof tracker !== 'string') {
      chosen.push(tracker);
      continue;
    }
    if (isKnownTracker(tracker) && !registries.trackers.has(tracker)) {
      world.warn(trackerNotice(tracker));
      continue;
    }
    const plugin = await registries.trackers.get(tracker);
    chosen.push(await plugin.create(parseOptions(plugin, `trackers.${tracker}`, {}), world));
  }
  return chosen;
}
