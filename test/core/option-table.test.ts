import { expect, it } from 'vitest';
import { optionTable } from '../../src/core/option-table.js';
import type { EvaluateOptions } from '../../src/core/options.js';

// The compiler refuses a name too many and a name too few.
const everyOption = {
  dataset: true,
  subset: true,
  split: true,
  datasetParams: true,
  model: true,
  modelParams: true,
  judgeModel: true,
  judgeParams: true,
  rewardModel: true,
  rewardParams: true,
  evaluationMethod: true,
  evaluatorParams: true,
  scalingMethod: true,
  scalingParams: true,
  numFewShot: true,
  fewShotSplit: true,
  fewShotInstruction: true,
  fewShotExampleTemplate: true,
  languagePenalize: true,
  targetLang: true,
  cotParser: true,
  limit: true,
  seed: true,
  trials: true,
  maxWorkers: true,
  runName: true,
  metadata: true,
  resume: true,
  maxFailures: true,
  timeoutMs: true,
  trackers: true,
  signal: true,
  onProgress: true,
  compat: true,
  outputDir: true,
} satisfies Record<keyof Required<EvaluateOptions>, true>;

it('the option table and the options type name the same options', () => {
  expect(optionTable.map(({ name }) => name).sort()).toEqual(Object.keys(everyOption).sort());
});

it('no name, in either spelling, is taken twice', () => {
  const names = optionTable.flatMap(({ name, aliases = [] }) => [name, ...aliases]);
  expect(new Set(names).size).toBe(names.length);
});
