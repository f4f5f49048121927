import { type OptionRow, optionTable } from '../core/option-table.js';

/** One global setting: an option with a default. */
export interface SettingRow extends OptionRow {
  /** Absent: nothing is set. */
  readonly default?: unknown;
}

export type LogLevel = 'debug' | 'info' | 'warn' | 'error' | 'silent';

/** What users write, in small letters, and what it means. */
const logLevels: ReadonlyMap<string, LogLevel> = new Map([
  ['debug', 'debug'],
  ['info', 'info'],
  ['warning', 'warn'],
  ['warn', 'warn'],
  ['error', 'error'],
  ['critical', 'error'],
  ['silent', 'silent'],
]);

/** The level a word means, in any case; `undefined` for other words. */
export function logLevelOf(value: unknown): LogLevel | undefined {
  return typeof value === 'string' ? logLevels.get(value.toLowerCase()) : undefined;
}

/** Run options whose setting has a longer name; the short one is accepted too. */
export const renamedOptions: Readonly<Record<string, string>> = {
  dataset: 'defaultDataset',
  model: 'defaultModel',
  split: 'defaultSplit',
  evaluationMethod: 'defaultEvaluationMethod',
};

const defaults: Readonly<Record<string, unknown>> = {
  defaultDataset: 'kmmlu',
  defaultEvaluationMethod: 'string_match',
  outputDir: './hret_results',
};

const ownRows: readonly SettingRow[] = [
  { name: 'mlflowTracking', kind: 'boolean', default: false, help: 'mirror every run to MLflow' },
  { name: 'wandbTracking', kind: 'boolean', default: false, help: 'mirror every run to Weights & Biases' },
  { name: 'tensorboardTracking', kind: 'boolean', default: false, help: 'mirror every run to TensorBoard' },
  {
    name: 'logLevel',
    kind: 'any',
    default: 'info',
    help: 'what is told on stderr: debug, info, warning, error or silent',
    rule: {
      expected: 'debug, info, warning, error or silent',
      accepts: (value) => logLevelOf(value) !== undefined,
    },
  },
  {
    name: 'autoSaveResults',
    kind: 'boolean',
    default: true,
    help: 'write result.json beside the journal of every run',
  },
  { name: 'batchSize', kind: 'positive', help: 'samples in flight where maxWorkers is not set' },
  {
    name: 'customLoggers',
    kind: 'any',
    default: [],
    help: 'functions called with (runResult, results) at the end of every run',
    rule: {
      expected: 'a list of functions',
      accepts: (value) => Array.isArray(value) && value.every((item) => typeof item === 'function'),
    },
  },
];

/** Every setting as data: the run options, as defaults of every run, and the global ones. */
export const settingsTable: readonly SettingRow[] = [...optionTable.map(asSetting), ...ownRows];

function asSetting(row: OptionRow): SettingRow {
  const name = renamedOptions[row.name];
  const renamed = name === undefined ? row : { ...row, name, aliases: [row.name, ...(row.aliases ?? [])] };
  return Object.hasOwn(defaults, renamed.name) ? { ...renamed, default: defaults[renamed.name] } : renamed;
}
