import { isPlainObject } from './show-value.js';

/** What a value of an option looks like, in words a user understands. */
export type OptionKind =
  | 'string'
  | 'strings' // one string or a list
  | 'count' // a whole number from 0
  | 'positive' // a whole number from 1
  | 'number'
  | 'boolean'
  | 'params' // a plain object
  | 'json' // a plain JSON object
  | 'choice'
  | 'any'; // checked where it is used (functions, objects)

export interface OptionRow {
  readonly name: string;
  readonly kind: OptionKind;
  readonly help: string;
  /** Only for `choice`. */
  readonly choices?: readonly (string | boolean)[];
  /** Older or longer spellings, camelCase. */
  readonly aliases?: readonly string[];
  /** Cannot be written in a file or on a command line (functions, signals). */
  readonly isProgramOnly?: true;
  /** Where the kind says too little: what is expected, in words, and whether a value is that. */
  readonly rule?: { readonly expected: string; readonly accepts: (value: unknown) => boolean };
}

const isText = (value: unknown) => typeof value === 'string';
const isFunction = (value: unknown) => typeof value === 'function';

/** An object with these methods, which may be a class instance. */
const hasMethods =
  (...names: readonly string[]) =>
  (value: unknown) =>
    typeof value === 'object' && value !== null && names.every((name) => isFunction(Reflect.get(value, name)));

const isEvaluator = (value: unknown) => isText(value) || hasMethods('score')(value) || typeof value === 'function';
const isTracker = (value: unknown) => isText(value) || hasMethods('handle')(value) || isNamedTracker(value);
const isNamedTracker = (value: unknown) =>
  isPlainObject(value) &&
  isText(value.name) &&
  (value.options === undefined || isPlainObject(value.options)) &&
  Object.keys(value).every((key) => key === 'name' || key === 'options');

/** The run options as data: one table for checking, the configuration file, the command line and the docs. No schema library, so that importing hret stays cheap. */
export const optionTable: readonly OptionRow[] = [
  { name: 'dataset', kind: 'string', help: 'benchmark to run (hret list datasets)', aliases: ['datasetName'] },
  { name: 'subset', kind: 'strings', help: 'subsets to read, comma-separated' },
  { name: 'split', kind: 'string', help: "split to evaluate (default: the dataset's own)" },
  { name: 'datasetParams', kind: 'params', help: 'options of the dataset' },
  { name: 'model', kind: 'string', help: 'backend to ask (hret list models)', aliases: ['modelBackendName'] },
  { name: 'modelParams', kind: 'params', help: 'options of the backend' },
  { name: 'judgeModel', kind: 'string', help: 'backend that judges' },
  { name: 'judgeParams', kind: 'params', help: 'options of the judge' },
  { name: 'rewardModel', kind: 'string', help: 'backend that rewards' },
  { name: 'rewardParams', kind: 'params', help: 'options of the reward model' },
  {
    name: 'evaluationMethod',
    kind: 'any',
    help: 'how to score, comma-separated (hret list evaluators; default string_match)',
    aliases: ['evaluationMethodName', 'evaluation'],
    rule: {
      expected: 'a name, an evaluator, a scorer (a function), or a list of these',
      accepts: (value) =>
        Array.isArray(value) ? value.length > 0 && value.every(isEvaluator) : isEvaluator(value) && value !== '',
    },
  },
  { name: 'evaluatorParams', kind: 'params', help: 'options of the evaluator' },
  { name: 'scalingMethod', kind: 'string', help: 'test-time scaling method', aliases: ['scalingMethodName'] },
  { name: 'scalingParams', kind: 'params', help: 'options of the scaling method' },
  { name: 'numFewShot', kind: 'count', help: 'examples put before every question (default 0)' },
  { name: 'fewShotSplit', kind: 'string', help: 'split the examples come from' },
  { name: 'fewShotInstruction', kind: 'string', help: 'text before the examples' },
  { name: 'fewShotExampleTemplate', kind: 'string', help: 'one example; {input} and {reference} are filled in' },
  {
    name: 'languagePenalize',
    kind: 'choice',
    choices: [true, false, 'gate'],
    help: 'report the share of answers in the target language (true), or count the others as wrong too (gate)',
  },
  {
    name: 'targetLang',
    kind: 'string',
    help: 'language the answers should be in (default ko)',
    aliases: ['targetLangForPenalty'],
  },
  {
    name: 'cotParser',
    kind: 'any',
    help: 'parser of reasoning and answer: module#export, or default',
    aliases: ['customCotParser'],
    rule: {
      expected: 'a function or a string such as "./parser.js#parse"',
      accepts: (value) => isText(value) || isFunction(value),
    },
  },
  {
    name: 'limit',
    kind: 'number',
    help: 'first N samples, or a fraction below 1',
    rule: {
      expected: 'a whole number from 1 or a fraction between 0 and 1',
      accepts: (value) => typeof value === 'number' && value > 0 && (value < 1 || Number.isSafeInteger(value)),
    },
  },
  { name: 'seed', kind: 'count', help: 'seed of everything random (default 0)' },
  { name: 'trials', kind: 'positive', help: 'times every sample is asked (default 1)' },
  { name: 'maxWorkers', kind: 'positive', help: 'samples in flight (default 16)' },
  { name: 'runName', kind: 'string', help: 'name of the run' },
  { name: 'metadata', kind: 'json', help: 'your own notes, kept with the run' },
  {
    name: 'resume',
    kind: 'any',
    help: 'go on with the newest unfinished run of the same spec',
    rule: {
      expected: 'true, false or the id of a run',
      accepts: (value) => typeof value === 'boolean' || (isText(value) && value !== ''),
    },
  },
  { name: 'maxFailures', kind: 'count', help: 'fail the run once more samples than this have failed' },
  { name: 'timeoutMs', kind: 'positive', help: 'milliseconds a sample may take, retries included (default 600000)' },
  {
    name: 'trackers',
    kind: 'any',
    help: 'where to mirror the run, comma-separated (hret list trackers)',
    rule: {
      expected: 'a list of names, { name, options } or trackers, such as ["mlflow"]',
      accepts: (value) => Array.isArray(value) && value.every(isTracker),
    },
  },
  {
    name: 'signal',
    kind: 'any',
    help: 'AbortSignal that stops the run',
    isProgramOnly: true,
    rule: { expected: 'an AbortSignal', accepts: hasMethods('addEventListener', 'throwIfAborted') },
  },
  {
    name: 'onProgress',
    kind: 'any',
    help: 'called as the run goes on',
    isProgramOnly: true,
    rule: { expected: 'a function', accepts: isFunction },
  },
  { name: 'compat', kind: 'choice', choices: ['hret'], help: "hret: the ancestor's numbers, defects included" },
  { name: 'outputDir', kind: 'string', help: 'where runs and the history live (default ./hret_results)' },
];
