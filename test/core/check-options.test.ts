import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkOptions } from '../../src/core/check-options.js';
import { type OptionRow, optionTable } from '../../src/core/option-table.js';
import type { EvaluateOptions } from '../../src/core/options.js';
import { HretError } from '../../src/errors.js';
import { snakeCase } from '../../src/util/case.js';

/** Fails to compile when the type has an option this list lacks, or the other way round. */
const namesOfType = {
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
} as const satisfies Record<keyof EvaluateOptions, true>;

const everyOption: Required<EvaluateOptions> = {
  dataset: 'kmmlu',
  subset: ['Law', 'Accounting'],
  split: 'test',
  datasetParams: { path: 'x' },
  model: 'openai',
  modelParams: { temperature: 0 },
  judgeModel: 'openai',
  judgeParams: {},
  rewardModel: 'reward',
  rewardParams: {},
  evaluationMethod: ['string_match', 'partial_match'],
  evaluatorParams: { customEvaluator: () => ({}) },
  scalingMethod: 'best_of_n',
  scalingParams: { n: 5 },
  numFewShot: 0,
  fewShotSplit: 'dev',
  fewShotInstruction: '',
  fewShotExampleTemplate: '{input}',
  languagePenalize: 'gate',
  targetLang: 'ko',
  cotParser: (text) => text,
  limit: 0.5,
  seed: 0,
  trials: 3,
  maxWorkers: 8,
  runName: '실험',
  metadata: { lr: 0.001, tags: ['a', null, true] },
  resume: true,
  maxFailures: 0,
  timeoutMs: 1000,
  trackers: ['mlflow', { name: 'wandb', options: { projectName: 'p' } }, { name: 'mine', handle() {} }],
  signal: new AbortController().signal,
  onProgress: () => {},
  compat: 'hret',
  outputDir: './out',
};

function messageFor(options: unknown): string {
  try {
    checkOptions(options, 'evaluate');
  } catch (error) {
    expect(error).toBeInstanceOf(HretError);
    expect((error as HretError).code).toBe('usage');
    return (error as HretError).message;
  }
  return 'accepted';
}

const wrongOptions: readonly (readonly [options: unknown, message: string])[] = [
  [{ maxWorkers: '4' }, 'evaluate: maxWorkers: expected a whole number from 1, got "4" (a string).'],
  [{ max_workers: 0 }, 'evaluate: max_workers: expected a whole number from 1, got 0 (a number).'],
  [{ maxWorkers: null }, 'evaluate: maxWorkers: expected a whole number from 1, got null.'],
  [{ trials: 1.5 }, 'evaluate: trials: expected a whole number from 1, got 1.5 (a number).'],
  [{ seed: -1 }, 'evaluate: seed: expected a whole number from 0, got -1 (a number).'],
  [{ seed: 2 ** 53 }, 'evaluate: seed: expected a whole number from 0, got 9007199254740992 (a number).'],
  [{ seed: 4n }, 'evaluate: seed: expected a whole number from 0, got 4 (a bigint).'],
  [{ numFewShot: Number.NaN }, 'evaluate: numFewShot: expected a whole number from 0, got NaN (a number).'],
  [{ dataset: 3 }, 'evaluate: dataset: expected a string, got 3 (a number).'],
  [{ dataset: ['kmmlu'] }, 'evaluate: dataset: expected a string, got ["kmmlu"] (a list).'],
  [{ subset: [] }, 'evaluate: subset: expected a string or a list of strings, got an empty list.'],
  [{ subset: ['a', 3] }, 'evaluate: subset.1: expected a string, got 3 (a number).'],
  [{ modelParams: [] }, 'evaluate: modelParams: expected an object, got an empty list.'],
  [{ modelParams: new Map() }, 'evaluate: modelParams: expected an object, got an instance of Map.'],
  [
    { languagePenalize: 'gat' },
    'evaluate: languagePenalize: expected true, false or "gate", got "gat". Did you mean "gate"?',
  ],
  [{ compat: 'lm' }, 'evaluate: compat: expected "hret", got "lm".'],
  [
    { evaluationMethod: '' },
    'evaluate: evaluationMethod: expected a name, an evaluator, a scorer (a function), or a list of these, got an empty string.',
  ],
  [
    { evaluationMethod: [] },
    'evaluate: evaluationMethod: expected a name, an evaluator, a scorer (a function), or a list of these, got an empty list.',
  ],
  [
    { evaluationMethod: { name: 'x' } },
    'evaluate: evaluationMethod: expected a name, an evaluator, a scorer (a function), or a list of these, got an object with "name".',
  ],
  [
    { cotParser: 1 },
    'evaluate: cotParser: expected a function or a string such as "./parser.js#parse", got 1 (a number).',
  ],
  [{ resume: 1 }, 'evaluate: resume: expected true, false or the id of a run, got 1 (a number).'],
  [
    { trackers: 'mlflow' },
    'evaluate: trackers: expected a list of names, { name, options } or trackers, such as ["mlflow"], got "mlflow".',
  ],
  [{ signal: {} }, 'evaluate: signal: expected an AbortSignal, got an empty object.'],
  [{ onProgress: 'log' }, 'evaluate: onProgress: expected a function, got "log".'],
  [{ metadata: { a: [1, () => 1] } }, 'evaluate: metadata.a.1: expected a value JSON can hold, got a function.'],
  [
    { metadata: { when: new Date(0) } },
    'evaluate: metadata.when: expected a value JSON can hold, got an instance of Date.',
  ],
  ['kmmlu', 'evaluate: expected an object such as { dataset: "kmmlu" }, got "kmmlu".'],
  [null, 'evaluate: expected an object such as { dataset: "kmmlu" }, got null.'],
  [
    { maxWorkers: 4, max_workers: 4 },
    'evaluate: max_workers: this is the same option as "maxWorkers", given twice. Keep one of them.',
  ],
  [
    { dataset: 'a', datasetName: 'a' },
    'evaluate: datasetName: this is the same option as "dataset", given twice. Keep one of them.',
  ],
  [{ temperature: 0 }, 'evaluate: temperature: unknown option at this level; it belongs in modelParams.'],
  [{ api_key: 'sk' }, 'evaluate: api_key: unknown option at this level; it belongs in model_params.'],
  [
    { max_worker: 4 },
    'evaluate: max_worker: unknown option. Did you mean "max_workers"? Known: max_workers, max_failures, dataset, ' +
      'subset, split, dataset_params, model, model_params, judge_model, judge_params and 25 more.',
  ],
  [
    { modle: 'openai' },
    'evaluate: modle: unknown option. Did you mean "model"? Known: dataset, subset, split, datasetParams, model, ' +
      'modelParams, judgeModel, judgeParams, rewardModel, rewardParams and 25 more.',
  ],
];

describe('checkOptions', () => {
  it('knows exactly the options of the type', () => {
    expect(optionTable.map(({ name }) => name).sort()).toEqual(Object.keys(namesOfType).sort());
  });

  it('lets every right option through unchanged', () => {
    expect(checkOptions(everyOption, 'evaluate')).toEqual(everyOption);
  });

  it('reads snake_case and aliases and answers in camelCase', () => {
    const written = {
      max_workers: 4,
      dataset_name: 'click',
      custom_cot_parser: 'a#b',
      target_lang_for_penalty: 'en',
      evaluationMethodName: 'math_match',
    };
    expect(checkOptions(written, 'evaluate')).toEqual({
      maxWorkers: 4,
      dataset: 'click',
      cotParser: 'a#b',
      targetLang: 'en',
      evaluationMethod: 'math_match',
    });
  });

  it('gives the same answer in either spelling', () => {
    const entries = Object.entries(everyOption);
    fc.assert(
      fc.property(fc.subarray(entries), fc.infiniteStream(fc.boolean()), (chosen, coins) => {
        const spelt = chosen.map(([name, value]) => [coins.next().value ? snakeCase(name) : name, value] as const);
        expect(checkOptions(Object.fromEntries(spelt), 'evaluate')).toEqual(Object.fromEntries(chosen));
      }),
    );
  });

  it('takes no options for none', () => {
    expect(checkOptions(undefined, 'evaluate')).toEqual({});
    expect(checkOptions(Object.create(null), 'evaluate')).toEqual({});
  });

  it('drops undefined values, also when the option is given a second time', () => {
    expect(checkOptions({ dataset: undefined, max_workers: undefined, maxWorkers: 2 }, 'evaluate')).toStrictEqual({
      maxWorkers: 2,
    });
  });

  it('leaves commas in a subset alone', () => {
    expect(checkOptions({ subset: 'a,b' }, 'evaluate')).toEqual({ subset: 'a,b' });
  });

  it('copies metadata without what JSON leaves out', () => {
    const metadata = { kept: 1, left: undefined, list: [1] };
    const checked = checkOptions({ metadata }, 'evaluate').metadata;
    metadata.list.push(2);
    expect(checked).toStrictEqual({ kept: 1, list: [1] });
  });

  it.each(wrongOptions.map(([options, message]) => ({ options, message })))(
    'refuses: $message',
    ({ options, message }) => {
      expect(messageFor(options)).toBe(message);
    },
  );

  it.each([1, 1000, 0.1, 0.999])('takes %d as limit', (limit) => {
    expect(checkOptions({ limit }, 'evaluate')).toEqual({ limit });
  });

  it.each([0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY, '10'])('refuses %s as limit', (limit) => {
    expect(messageFor({ limit })).toContain('limit: expected a whole number from 1 or a fraction between 0 and 1, got');
  });

  it('refuses unknown keys whose value is undefined', () => {
    expect(messageFor({ maxWorker: undefined })).toContain('maxWorker: unknown option.');
  });

  it('refuses names every object has', () => {
    for (const key of ['constructor', 'toString', '__proto__', 'hasOwnProperty']) {
      expect(messageFor(JSON.parse(`{"${key}": 1}`))).toContain(`${key}: unknown option.`);
    }
  });

  it('tells every mistake at once, one a line', () => {
    expect(
      messageFor({ seed: 'a', trials: 0, foo: 1 })
        .split('\n')
        .map((line) => line.split(':', 2)[1]),
    ).toEqual([' seed', ' trials', ' foo']);
  });

  it('never shows what was meant to be params, which may hold a key', () => {
    expect(messageFor({ modelParams: '{"apiKey":"sk-very-secret"}' })).toBe(
      'evaluate: modelParams: expected an object, got a string of 27 characters.',
    );
  });

  it('shows long and hostile texts short and harmless', () => {
    expect(messageFor({ compat: 'x'.repeat(100) })).toContain(`got "${'x'.repeat(39)}…".`);
    expect(messageFor({ compat: '\u001b[31m\u009b\u202e' })).toContain('got "\\u001b[31m\\u009b\\u202e".');
  });

  it('refuses metadata that contains itself', () => {
    const metadata: Record<string, unknown> = { a: 1 };
    metadata.self = metadata;
    expect(messageFor({ metadata })).toBe(
      'evaluate: metadata.self: expected a value JSON can hold, got one that contains itself.',
    );
  });

  it('takes plain objects of another realm', async () => {
    const { runInNewContext } = await import('node:vm');
    expect(checkOptions(runInNewContext('({ modelParams: { a: 1 } })'), 'evaluate').modelParams).toEqual({ a: 1 });
  });

  it('can check against another table', () => {
    const table: readonly OptionRow[] = [{ name: 'goalMetric', kind: 'string', help: '' }];
    expect(checkOptions({ goal_metric: 'accuracy' }, 'gate', table)).toEqual({ goalMetric: 'accuracy' });
    expect(() => checkOptions({ dataset: 'x' }, 'gate', table)).toThrow(
      'gate: dataset: unknown option. Known: goalMetric.',
    );
  });
});
