import { existsSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import {
  configure,
  currentConfig,
  HRETConfig,
  type LoggedRun,
  loadConfig,
  resetConfig,
  type Settings,
  type SettingsInput,
} from '../../src/config/settings.js';
import { settingsTable } from '../../src/config/settings-table.js';
import { HretError } from '../../src/errors.js';
import { snakeCase } from '../../src/util/case.js';
import { TestFolder } from './folder.js';

const folder = new TestFolder();
afterEach(() => void resetConfig());
afterAll(() => folder.remove());

const defaults = {
  configFile: undefined,
  defaultDataset: 'kmmlu',
  defaultEvaluationMethod: 'string_match',
  mlflowTracking: false,
  wandbTracking: false,
  tensorboardTracking: false,
  logLevel: 'info',
  outputDir: './hret_results',
  autoSaveResults: true,
  customLoggers: [],
};

/** Fails to compile when the type has a setting of its own that this list lacks. */
const ownSettings = {
  defaultDataset: true,
  defaultModel: true,
  defaultSplit: true,
  defaultEvaluationMethod: true,
  mlflowTracking: true,
  wandbTracking: true,
  tensorboardTracking: true,
  logLevel: true,
  outputDir: true,
  autoSaveResults: true,
  batchSize: true,
  customLoggers: true,
} as const satisfies Partial<Record<keyof Settings, true>>;

describe('the settings', () => {
  it('begin with the defaults', () => {
    expect({ ...currentConfig() }).toEqual(defaults);
    expect({ ...new HRETConfig() }).toEqual(defaults);
  });

  it('are all in the table', () => {
    const names = settingsTable.map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining(Object.keys(ownSettings)));
    expect(new Set(names).size).toBe(names.length);
  });

  it('can be made on their own, checked the same way', () => {
    const own = new HRETConfig({ maxWorkers: 2, logLevel: 'DEBUG' });
    expect(own).toMatchObject({ maxWorkers: 2, logLevel: 'debug' });
    expect(currentConfig().maxWorkers).toBeUndefined();
    expect(() => new HRETConfig({ maxWorker: 2 } as SettingsInput)).toThrow(
      'new HRETConfig: maxWorker: unknown option.',
    );
  });

  it('do not share their lists', () => {
    expect(new HRETConfig().customLoggers).not.toBe(new HRETConfig().customLoggers);
  });
});

describe('configure', () => {
  it('edits the settings in force and returns them', () => {
    const before = currentConfig();
    const after = configure({ defaultDataset: 'click', mlflowTracking: true, outputDir: './results', maxWorkers: 4 });
    expect(after).toBe(before);
    expect(after).toBeInstanceOf(HRETConfig);
    expect({ ...after }).toEqual({
      ...defaults,
      defaultDataset: 'click',
      mlflowTracking: true,
      outputDir: './results',
      maxWorkers: 4,
    });
  });

  it('takes snake_case, and short names for the default_ ones', () => {
    configure({
      max_workers: 4,
      dataset: 'click',
      evaluation_method: 'math_match',
      model: 'openai',
      split: 'dev',
    } as SettingsInput);
    expect(currentConfig()).toMatchObject({
      maxWorkers: 4,
      defaultDataset: 'click',
      defaultEvaluationMethod: 'math_match',
      defaultModel: 'openai',
      defaultSplit: 'dev',
    });
  });

  it('keeps what it is not given', () => {
    configure({ limit: 5 });
    configure({ seed: 1, limit: undefined });
    expect(currentConfig()).toMatchObject({ limit: 5, seed: 1 });
  });

  it('changes nothing when one of the settings is wrong', () => {
    expect(() => configure({ limit: 5, trials: 0 })).toThrow(
      'hret.configure: trials: expected a whole number from 1, got 0 (a number).',
    );
    expect({ ...currentConfig() }).toEqual(defaults);
  });

  it.each([
    ['maxWorker', 'Did you mean "maxWorkers"?'],
    ['default_datset', 'Did you mean "default_dataset"?'],
    ['mlflow', 'Known: mlflowTracking, '],
  ])('refuses %s with a hint', (key, hint) => {
    expect(() => configure({ [key]: 'x' })).toThrow(`hret.configure: ${key}: unknown option.`);
    expect(() => configure({ [key]: 'x' })).toThrow(hint);
  });

  it.each(['constructor', 'toString', '__proto__', 'configFile', 'hasOwnProperty'])('cannot overwrite %s', (key) => {
    expect(() => configure(JSON.parse(`{"${key}": 1}`))).toThrow(HretError);
    expect(currentConfig()).toBeInstanceOf(HRETConfig);
  });

  it.each([
    ['INFO', 'info'],
    ['Debug', 'debug'],
    ['WARNING', 'warn'],
    ['warn', 'warn'],
    ['ERROR', 'error'],
    ['critical', 'error'],
    ['silent', 'silent'],
  ])('reads the log level %s as %s', (written, meant) => {
    expect(configure({ logLevel: written } as SettingsInput).logLevel).toBe(meant);
  });

  it('keeps custom loggers', () => {
    const logger = () => {};
    expect(configure({ customLoggers: [logger] }).customLoggers).toEqual([logger]);
    expect(() => configure({ customLoggers: ['x'] } as unknown as SettingsInput)).toThrow(
      'hret.configure: customLoggers: expected a list of functions, got ["x"] (a list).',
    );
  });

  it('takes loggers that expect more of a result than it promises', () => {
    class Result {
      readonly metrics = { accuracy: 1 };
      readonly info = {};
      readonly samples: readonly string[] = [];
      toJSON() {
        return {};
      }
    }
    const logger = (run: LoggedRun, results: Result[]) => console.log(run.metrics, results[0]?.samples);
    expect(configure({ customLoggers: [logger] }).customLoggers).toEqual([logger]);
    // @ts-expect-error a logger is not called with text
    const wrong = () => configure({ customLoggers: [(run: string) => console.log(run.length)] });
    expect(wrong).not.toThrow();
  });

  it('makes no folders', () => {
    const outputDir = join(folder.path, 'out');
    configure({ outputDir });
    expect(existsSync(outputDir)).toBe(false);
  });
});

describe('loadConfig', () => {
  it('puts a YAML file into force and remembers where it was', () => {
    const content =
      'default_dataset: "kmmlu"\ndefault_split: "test"\nmlflow_tracking: true\nbatch_size: 32\nmax_workers: 4\nlog_level: "WARNING"\n';
    const path = folder.write('hret_config.yaml', content);
    const settings = loadConfig(path);
    expect(settings).toBe(currentConfig());
    expect({ ...settings }).toEqual({
      ...defaults,
      configFile: path,
      defaultSplit: 'test',
      mlflowTracking: true,
      batchSize: 32,
      maxWorkers: 4,
      logLevel: 'warn',
    });
  });

  it('keeps what the file does not name, and resets what it names without a value', () => {
    configure({ limit: 5, seed: 7, outputDir: './mine' });
    loadConfig(folder.write('reset.json', '{"limit": null, "output_dir": null}'));
    expect(currentConfig()).toMatchObject({ seed: 7, outputDir: './hret_results' });
    expect(currentConfig().limit).toBeUndefined();
  });

  it('changes nothing when the file is wrong', () => {
    expect(() => loadConfig(folder.write('wrong.yaml', 'limit: 5\nseed: x\n'))).toThrow(
      'wrong.yaml:2:7 seed: expected',
    );
    expect({ ...currentConfig() }).toEqual(defaults);
  });

  it('reads sections too', () => {
    loadConfig(folder.write('sections.yaml', 'dataset: { name: click, subset: [a] }\nmodel: { params: { x: 1 } }\n'));
    expect(currentConfig()).toMatchObject({ defaultDataset: 'click', subset: ['a'], modelParams: { x: 1 } });
  });

  it('loads the sample of the repository as it is', () => {
    const { configFile, ...settings } = loadConfig('hret_config.yaml');
    expect(configFile).toMatch(/hret_config\.yaml$/);
    expect(settings).toMatchObject({
      defaultDataset: 'kmmlu',
      defaultEvaluationMethod: 'string_match',
      targetLang: 'ko',
    });
  });

  it('gives back whatever settings were written, in either spelling and format', () => {
    const written = fc.record(
      {
        defaultDataset: fc.string({ minLength: 1, unit: 'grapheme' }),
        defaultSplit: fc.string(),
        subset: fc.oneof(fc.string(), fc.array(fc.string(), { minLength: 1 })),
        limit: fc.oneof(fc.integer({ min: 1 }), fc.constantFrom(0.1, 0.5, 0.999)),
        seed: fc.nat(),
        languagePenalize: fc.constantFrom(true, false, 'gate'),
        wandbTracking: fc.boolean(),
        maxWorkers: fc.integer({ min: 1, max: 1000 }),
        metadata: fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 2 })),
        modelParams: fc.dictionary(fc.string(), fc.oneof(fc.string(), fc.nat(), fc.boolean())),
        fewShotInstruction: fc.string({ unit: 'grapheme' }),
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(written, fc.boolean(), fc.boolean(), (settings, isSnake, isYaml) => {
        resetConfig();
        const plain = JSON.parse(JSON.stringify(settings)) as Record<string, unknown>;
        // The library writes a key of this name without quotes, where it means something else.
        fc.pre(Object.keys(plain).length > 0 && !JSON.stringify(plain).includes('"<<"'));
        const spelt = Object.fromEntries(
          Object.entries(plain).map(([name, value]) => [isSnake ? snakeCase(name) : name, value]),
        );
        const path = isYaml
          ? folder.write('any.yaml', stringify(spelt))
          : folder.write('any.json', JSON.stringify(spelt));
        expect({ ...loadConfig(path) }).toEqual({ ...defaults, ...plain, configFile: path });
      }),
      { numRuns: 200 },
    );
  });
});
