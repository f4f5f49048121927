import { optionTable } from '../core/option-table.js';
import type { EvaluateOptions } from '../core/options.js';
import type { Settings } from './settings.js';
import { renamedOptions } from './settings-table.js';

/** Options that describe another one: a default for one dataset says nothing about the next. */
const companions = {
  dataset: ['subset', 'datasetParams'],
  model: ['modelParams'],
  judgeModel: ['judgeParams'],
  rewardModel: ['rewardParams'],
  evaluationMethod: ['evaluatorParams'],
  scalingMethod: ['scalingParams'],
} as const satisfies Partial<Record<keyof EvaluateOptions, readonly (keyof EvaluateOptions)[]>>;

/** The run options that settings stand for: tracking switches become trackers, and `batchSize` stands in for `maxWorkers`. */
export function runDefaults(settings: Partial<Settings>): EvaluateOptions {
  const named = optionTable.map(({ name }) => [name, Reflect.get(settings, renamedOptions[name] ?? name)] as const);
  const maxWorkers = settings.maxWorkers ?? settings.batchSize;
  const trackers = trackersOf(settings);
  const all = { ...Object.fromEntries(named), ...(maxWorkers && { maxWorkers }), ...(trackers && { trackers }) };
  return withoutUndefined(all);
}

/**
 * Options as given, and the settings for what they leave open. Parameters stay with what they were written for: with
 * another dataset than the default one, the default `subset` and `datasetParams` do not apply, and likewise for models,
 * judges, evaluators and scaling methods.
 */
export function withDefaults(options: EvaluateOptions, settings: Partial<Settings>): EvaluateOptions {
  const defaults = runDefaults(settings);
  const dropped = Object.entries(companions).flatMap(([name, others]) =>
    isOther(Reflect.get(options, name), Reflect.get(defaults, name)) ? others : [],
  );
  const kept = Object.entries(defaults).filter(([name]) => !dropped.some((other) => other === name));
  return { ...Object.fromEntries(kept), ...withoutUndefined(options) };
}

function isOther(given: unknown, byDefault: unknown): boolean {
  return given !== undefined && JSON.stringify(given) !== JSON.stringify(byDefault);
}

function trackersOf(settings: Partial<Settings>): EvaluateOptions['trackers'] {
  const switchedOn = [
    ...(settings.mlflowTracking ? ['mlflow'] : []),
    ...(settings.wandbTracking ? ['wandb'] : []),
    ...(settings.tensorboardTracking ? ['tensorboard'] : []),
  ];
  if (switchedOn.length === 0) return settings.trackers;
  return [...new Set([...(settings.trackers ?? []), ...switchedOn])];
}

function withoutUndefined<Fields extends object>(fields: Fields): Fields {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Fields;
}
