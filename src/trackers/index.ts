import type { TrackerPlugin } from '../core/plugin.js';
import type { BuiltIns } from '../core/registry.js';

/** Trackers by name; a file is imported when its name is first used. */
export const trackers: BuiltIns<TrackerPlugin> = {
  mlflow: () => import('./mlflow/plugin.js'),
  opentelemetry: () => import('./opentelemetry/plugin.js'),
  tensorboard: () => import('./tensorboard/plugin.js'),
  wandb: () => import('./wandb/plugin.js'),
  webhook: () => import('./webhook/plugin.js'),
};
