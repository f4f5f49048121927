import type { DatasetPlugin } from '../core/plugin.js';
import type { BuiltIns } from '../core/registry.js';

/** Every dataset of this folder, imported on first use. */
export const datasets: BuiltIns<DatasetPlugin> = {
  aime2025: () => import('./aime2025.js'),
  aime24: () => import('./aime24.js'),
  benchhub: () => import('./benchhub.js'),
  click: () => import('./click.js'),
  csatqa: () => import('./csatqa.js'),
  generic_file: () => import('./generic-file.js'),
  gpqa_diamond: () => import('./gpqa-diamond.js'),
  haerae_bench: () => import('./haerae-bench.js'),
  hrc: () => import('./hrc.js'),
  hrm8k: () => import('./hrm8k.js'),
  k2_eval: () => import('./k2-eval.js'),
  kbl: () => import('./kbl.js'),
  kmmlu: () => import('./kmmlu.js'),
  kmmlu_cot_hard: () => import('./kmmlu-cot-hard.js'),
  kmmlu_direct: () => import('./kmmlu-direct.js'),
  kmmlu_hard: () => import('./kmmlu-hard.js'),
  ko_sample: () => import('./ko-sample.js'),
  kobest: () => import('./kobest.js'),
  kormedmcqa: () => import('./kormedmcqa.js'),
  kudge: () => import('./kudge.js'),
  math500: () => import('./math500.js'),
  mt_bench: () => import('./mt-bench.js'),
  qarv: () => import('./qarv.js'),
};

/** Other names of them. */
export const datasetAliases: Readonly<Record<string, string>> = {
  aime25: 'aime2025',
  haerae: 'haerae_bench',
  kormedqa: 'kormedmcqa',
  KUDGE: 'kudge',
};
