import { afterAll, describe, expect, it } from 'vitest';
import { runDefaults } from '../../src/config/run-defaults.js';
import { readRunFile } from '../../src/config/run-file.js';
import { HRETConfig } from '../../src/config/settings.js';
import { TestFolder } from './folder.js';

const folder = new TestFolder();
afterAll(() => folder.remove());

const sections = `
dataset:
  name: haerae_bench
  subset: [csat_geo]
  split: test
  params: { revision: main }
model:
  name: openai
  params: { model_name: gpt-4o-mini }
judge_model: { name: anthropic, params: { model_name: claude } }
reward_model:
scaling: { name: best_of_n, params: { n: 5 } }
evaluation: { method: [string_match, partial_match], params: { ignore_case: true } }
few_shot: { num: 2, split: dev, instruction: "예시\\n", example_template: "{input} {reference}" }
language_penalize: false
target_lang: ko
custom_cot_parser: ./parser.js#parse
`;

const flat = {
  dataset: 'haerae_bench',
  subset: ['csat_geo'],
  split: 'test',
  dataset_params: { revision: 'main' },
  model: 'openai',
  model_params: { model_name: 'gpt-4o-mini' },
  judge_model: 'anthropic',
  judge_params: { model_name: 'claude' },
  scaling_method: 'best_of_n',
  scaling_params: { n: 5 },
  evaluation_method: ['string_match', 'partial_match'],
  evaluator_params: { ignore_case: true },
  num_few_shot: 2,
  few_shot_split: 'dev',
  few_shot_instruction: '예시\n',
  few_shot_example_template: '{input} {reference}',
  language_penalize: false,
  target_lang: 'ko',
  cot_parser: './parser.js#parse',
};

describe('readRunFile', () => {
  it('reads sections and flat keys alike', () => {
    const expected = {
      dataset: 'haerae_bench',
      subset: ['csat_geo'],
      split: 'test',
      datasetParams: { revision: 'main' },
      model: 'openai',
      modelParams: { model_name: 'gpt-4o-mini' },
      judgeModel: 'anthropic',
      judgeParams: { model_name: 'claude' },
      scalingMethod: 'best_of_n',
      scalingParams: { n: 5 },
      evaluationMethod: ['string_match', 'partial_match'],
      evaluatorParams: { ignore_case: true },
      numFewShot: 2,
      fewShotSplit: 'dev',
      fewShotInstruction: '예시\n',
      fewShotExampleTemplate: '{input} {reference}',
      languagePenalize: false,
      targetLang: 'ko',
      cotParser: './parser.js#parse',
    };
    expect(readRunFile(folder.write('sections.yaml', sections))).toStrictEqual(expected);
    expect(readRunFile(folder.write('flat.json', JSON.stringify(flat)))).toStrictEqual(expected);
  });

  it('takes a section that is no mapping for its main option', () => {
    const content = 'scaling: best_of_n\nevaluation: math_match\nfew_shot: 3\ndataset: kmmlu\nmaxWorkers: 2\n';
    expect(readRunFile(folder.write('short.yaml', content))).toStrictEqual({
      scalingMethod: 'best_of_n',
      evaluationMethod: 'math_match',
      numFewShot: 3,
      dataset: 'kmmlu',
      maxWorkers: 2,
    });
  });

  it('takes sections set to null for defaults', () => {
    const content =
      'dataset: { name: kmmlu, subset: null, params: }\nmodel: null\nscaling:\nevaluation: { params: ~ }\n';
    expect(readRunFile(folder.write('nulls.yaml', content))).toStrictEqual({ dataset: 'kmmlu' });
  });

  it('turns tracking switches into trackers', () => {
    const content = 'mlflow_tracking: true\ntrackers: [wandb]\nwandb_tracking: true\ntensorboard_tracking: false\n';
    expect(readRunFile(folder.write('switches.yaml', content))).toStrictEqual({ trackers: ['wandb', 'mlflow'] });
  });

  it('reads a file of global settings', () => {
    const content =
      'default_dataset: click\ndefault_split: test\nbatch_size: 32\nauto_save_results: true\nlog_level: INFO\n';
    expect(readRunFile(folder.write('settings.yaml', content))).toStrictEqual({
      dataset: 'click',
      split: 'test',
      maxWorkers: 32,
    });
  });
});

describe('runDefaults', () => {
  it('gives the run options of the settings under their own names', () => {
    const settings = new HRETConfig({
      dataset: 'click',
      split: 'dev',
      model: 'openai',
      evaluationMethod: ['string_match'],
      limit: 5,
      logLevel: 'debug',
    });
    expect(runDefaults(settings)).toStrictEqual({
      dataset: 'click',
      split: 'dev',
      model: 'openai',
      evaluationMethod: ['string_match'],
      limit: 5,
      outputDir: './hret_results',
    });
  });

  it('lets maxWorkers win over batchSize', () => {
    expect(runDefaults(new HRETConfig({ batchSize: 32 })).maxWorkers).toBe(32);
    expect(runDefaults(new HRETConfig({ maxWorkers: 4, batchSize: 32 })).maxWorkers).toBe(4);
  });

  it('leaves trackers alone where no switch is on', () => {
    expect(runDefaults(new HRETConfig())).not.toHaveProperty('trackers');
    expect(runDefaults(new HRETConfig({ trackers: ['wandb'] })).trackers).toEqual(['wandb']);
  });
});
