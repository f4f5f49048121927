import { modelAliases, models } from '../backends/index.js';
import type { DatasetPlugin, EvaluatorPlugin, ModelPlugin, ScalingPlugin, TrackerPlugin } from '../core/plugin.js';
import { Registry } from '../core/registry.js';
import { datasetAliases, datasets } from '../datasets/index.js';
import { evaluatorAliases, evaluators } from '../evaluators/index.js';
import { scalingMethods } from '../scaling/index.js';
import { trackers } from '../trackers/index.js';

/** The names users write. Light: a plugin's own file is imported when its name is first used. */
export const registries = {
  datasets: new Registry<DatasetPlugin>('dataset', datasets, datasetAliases),
  models: new Registry<ModelPlugin>('backend', models, modelAliases),
  evaluators: new Registry<EvaluatorPlugin>('evaluator', evaluators, evaluatorAliases),
  scaling: new Registry<ScalingPlugin>('scaling method', scalingMethods),
  trackers: new Registry<TrackerPlugin>('tracker', trackers),
};

/** Makes a benchmark of your own known by its name. */
export function registerDataset<Options>(plugin: DatasetPlugin<Options>): void {
  registries.datasets.register(plugin as DatasetPlugin);
}

/** Makes a backend of your own known by its name. */
export function registerModel<Options>(plugin: ModelPlugin<Options>): void {
  registries.models.register(plugin as ModelPlugin);
}

/** Makes a way of scoring of your own known by its name. */
export function registerEvaluator<Options>(plugin: EvaluatorPlugin<Options>): void {
  registries.evaluators.register(plugin as EvaluatorPlugin);
}

/** Makes a scaling method of your own known by its name. */
export function registerScalingMethod<Options>(plugin: ScalingPlugin<Options>): void {
  registries.scaling.register(plugin as ScalingPlugin);
}

/** Makes a tracker of your own known by its name. */
export function registerTracker<Options>(plugin: TrackerPlugin<Options>): void {
  registries.trackers.register(plugin as TrackerPlugin);
}
