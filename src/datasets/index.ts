import type { DatasetPlugin } from '../core/plugin.js';
import type { BuiltIns } from '../core/registry.js';

/** Every dataset of this folder, imported on first use. */
export const datasets: BuiltIns<DatasetPlugin> = {
  click: () => import('./click.js'),
  generic_file: () => import('./generic-file.js'),
  haerae_bench: () => import('./haerae-bench.js'),
  kmmlu: () => import('./kmmlu.js'),
  ko_sample: () => import('./ko-sample.js'),
};

/** Other names of them. */
export const datasetAliases: Readonly<Record<string, string>> = { haerae: 'haerae_bench' };
