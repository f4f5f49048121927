import { resolve } from 'node:path';
import { checkAgainst } from '../core/check-options.js';
import type { EvaluateOptions } from '../core/options.js';
import { readConfigFile } from './config-file.js';
import { type LogLevel, logLevelOf, settingsTable } from './settings-table.js';

/** What a custom logger is told about a run. */
export interface LoggedRun {
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly metrics: Readonly<Record<string, number>>;
}

/** What a custom logger is told about each result; really an `EvaluationResult`. */
export interface LoggedResult {
  readonly metrics: Readonly<Record<string, number>>;
  readonly info: unknown;
  toJSON(): unknown;
}

/** Called at the end of every run. Taken from a method so that a function of `EvaluationResult[]` fits too. */
export type CustomLogger = {
  log(runResult: LoggedRun, results: readonly LoggedResult[]): void | Promise<void>;
}['log'];

type Renamed = 'dataset' | 'model' | 'split' | 'evaluationMethod';

/** Every setting; the run options among them are the defaults of every run. */
export interface Settings extends Omit<EvaluateOptions, Renamed> {
  readonly defaultDataset: string;
  /** Unset: a decorated function is the model. */
  readonly defaultModel?: string | undefined;
  /** Unset: the dataset's own. */
  readonly defaultSplit?: string | undefined;
  readonly defaultEvaluationMethod: Exclude<EvaluateOptions['evaluationMethod'], undefined>;
  readonly mlflowTracking: boolean;
  readonly wandbTracking: boolean;
  readonly tensorboardTracking: boolean;
  readonly logLevel: LogLevel;
  readonly outputDir: string;
  readonly autoSaveResults: boolean;
  /** Samples in flight where `maxWorkers` is not set. */
  readonly batchSize?: number | undefined;
  readonly customLoggers: readonly CustomLogger[];
}

/** What `configure` takes: any of the settings; `dataset`, `model`, `split` and `evaluationMethod` mean the `default…` ones. */
export type SettingsInput = {
  readonly [Name in Exclude<keyof Settings, 'logLevel'>]?: Settings[Name] | undefined;
} & Pick<EvaluateOptions, Renamed> & {
    /** Python's names in any case are accepted too. */
    readonly logLevel?: LogLevel | 'DEBUG' | 'INFO' | 'WARNING' | 'ERROR' | undefined;
  };

// The fields of the interface as a class, without writing the forty of them a second time.
const SettingsFields = class {} as new () => Settings;

/** The global settings. One object is in force; `configure` and `loadConfig` edit it. */
export class HRETConfig extends SettingsFields {
  /** Absolute path of the file that was loaded last. */
  readonly configFile: string | undefined = undefined;

  constructor(settings: SettingsInput = {}) {
    super();
    apply(this, defaults());
    apply(this, checked(settings, 'new HRETConfig'));
  }
}

const inForce = new HRETConfig();

/** The settings in force. */
export function currentConfig(): HRETConfig {
  return inForce;
}

/**
 * Changes the settings in force and returns them. All of them or, when one is wrong, none.
 *
 * @example
 * configure({ defaultDataset: 'kmmlu', mlflowTracking: true, maxWorkers: 4 });
 */
export function configure(settings: SettingsInput): HRETConfig {
  return apply(inForce, checked(settings, 'hret.configure'));
}

/** Reads a YAML or JSON file into the settings in force and returns them. A key with nothing behind it gets its default. */
export function loadConfig(path: string): HRETConfig {
  const values = readConfigFile(path);
  return apply(inForce, { ...values, configFile: resolve(path) });
}

/** Puts every setting back to its default. */
export function resetConfig(): HRETConfig {
  for (const name of Object.keys(inForce)) Reflect.deleteProperty(inForce, name);
  return apply(inForce, { configFile: undefined, ...defaults() });
}

function checked(settings: unknown, where: string): Readonly<Record<string, unknown>> {
  return checkAgainst(settingsTable, settings, where);
}

/** Values are checked by then, and their names come from the table: no key reaches anything else. */
function apply(config: HRETConfig, values: Readonly<Record<string, unknown>>): HRETConfig {
  const reset = defaults();
  for (const [name, value] of Object.entries(values)) {
    const wanted = value ?? reset[name];
    Object.assign(config, { [name]: name === 'logLevel' ? logLevelOf(wanted) : wanted });
  }
  return config;
}

function defaults(): Readonly<Record<string, unknown>> {
  const rows = settingsTable.filter((row) => 'default' in row);
  return Object.fromEntries(rows.map((row) => [row.name, structuredClone(row.default)]));
}
