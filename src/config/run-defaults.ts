import { optionTable } from '../core/option-table.js';
import type { EvaluateOptions } from '../core/options.js';
import type { Settings } from './settings.js';
import { renamedOptions } from './settings-table.js';

/** The run options that settings stand for: tracking switches become trackers, and `batchSize` stands in for `maxWorkers`. */
export function runDefaults(settings: Partial<Settings>): EvaluateOptions {
  const named = optionTable.map(({ name }) => [name, Reflect.get(settings, renamedOptions[name] ?? name)] as const);
  const maxWorkers = settings.maxWorkers ?? settings.batchSize;
  const trackers = trackersOf(settings);
  const all = { ...Object.fromEntries(named), ...(maxWorkers && { maxWorkers }), ...(trackers && { trackers }) };
  return withoutUndefined(all);
}

/** A switch adds its tracker unless it is listed already, perhaps with options. */
function trackersOf(settings: Partial<Settings>): EvaluateOptions['trackers'] {
  const switchedOn = [
    ...(settings.mlflowTracking ? ['mlflow'] : []),
    ...(settings.wandbTracking ? ['wandb'] : []),
    ...(settings.tensorboardTracking ? ['tensorboard'] : []),
  ];
  if (switchedOn.length === 0) return settings.trackers;
  const listed = new Set(settings.trackers?.map((tracker) => (typeof tracker === 'string' ? tracker : tracker.name)));
  return [...(settings.trackers ?? []), ...switchedOn.filter((name) => !listed.has(name))];
}

function withoutUndefined<Fields extends object>(fields: Fields): Fields {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Fields;
}
