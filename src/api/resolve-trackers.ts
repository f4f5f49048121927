import type { EvaluateOptions } from '../core/options.js';
import { parseOptions } from '../core/plugin-options.js';
import type { NamedTracker, Tracker } from '../core/tracker.js';
import type { World } from '../core/world.js';
import { HretError } from '../errors.js';
import { registries } from './registries.js';

export type TrackerChoice = NonNullable<EvaluateOptions['trackers']>[number];

/**
 * The trackers of one run, made anew for it; objects as they are. An unknown name or option, a missing key or package is
 * thrown here, before anything is asked. Whether the system behind one is up is not looked at.
 */
export async function chosenTrackers(choices: readonly TrackerChoice[], world: World): Promise<Tracker[]> {
  refuseTwice(choices);
  const chosen: Tracker[] = [];
  for (const choice of choices)
    chosen.push(isTracker(choice) ? choice : await trackerNamed(namedTracker(choice), world));
  return chosen;
}

/** A tracker of the registry. */
export async function trackerNamed({ name, options = {} }: NamedTracker, world: World): Promise<Tracker> {
  const plugin = await registries.trackers.get(name);
  return plugin.create(parseOptions(plugin, `trackers.${name}`, options), world);
}

/** Whether it is an object that hears events, and not the name of one. */
export function isTracker(choice: TrackerChoice): choice is Tracker {
  return typeof choice !== 'string' && 'handle' in choice;
}

/** `'mlflow'` is short for `{ name: 'mlflow' }`. */
function namedTracker(choice: string | NamedTracker): NamedTracker {
  return typeof choice === 'string' ? { name: choice } : choice;
}

/** Two of one name would write into one folder of the run. */
function refuseTwice(choices: readonly TrackerChoice[]): void {
  const names = choices.filter((choice) => !isTracker(choice)).map((choice) => namedTracker(choice).name);
  const twice = names.find((name, place) => names.indexOf(name) !== place);
  if (twice !== undefined) throw new HretError('usage', `trackers: "${twice}" is listed twice. Keep one of them.`);
}
