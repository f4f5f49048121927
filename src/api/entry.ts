import type { ModelFunction } from '../core/model-function.js';
import type { EvaluateOptions } from '../core/options.js';
import { optionsFrom } from './effective-options.js';
import type { EvaluationResult } from './evaluation-result.js';
import { currentContext, inContext } from './in-context.js';
import { underlying } from './model-of.js';
import type { AnsweredRow } from './score.js';

/** How a run made from a function is called. */
export interface Caller {
  /** Name of the function or method; the run's name unless `runName` says otherwise. */
  readonly name: string;
  /** `this` for every call of the function. */
  readonly thisValue?: unknown;
}

/** Runs one function over a benchmark: inside a context as its child, otherwise as a run of its own named `eval_<name>`. */
export async function evaluateFunction(
  fn: ModelFunction,
  options: EvaluateOptions,
  caller: Caller,
): Promise<EvaluationResult> {
  const checked = optionsFrom(options, 'evaluate');
  const context = currentContext();
  if (context !== undefined) return context.evaluateAs(caller.name, fn, checked, caller.thisValue);
  const { runFunction } = await import('./run-function.js');
  return runFunction({
    name: checked.runName ?? `eval_${caller.name}`,
    modelName: caller.name,
    fn: underlying(fn),
    ...(caller.thisValue !== undefined && { thisValue: caller.thisValue }),
    options: checked,
  });
}

/** Runs several functions over the same benchmark, one after the other; a context named `benchmark_<name>` unless one is open. */
export async function benchmarkFunctions<Name extends string>(
  models: Readonly<Record<Name, ModelFunction>>,
  options: EvaluateOptions,
  caller: Caller,
): Promise<Record<Name, EvaluationResult>> {
  const checked = optionsFrom(options, 'benchmark');
  const context = currentContext();
  if (context !== undefined) return context.benchmark(models, checked);
  const { runName, ...rest } = checked;
  return inContext(runName ?? `benchmark_${caller.name}`, rest, (own) => own.benchmark(models));
}

/** Records numbers a function returned: in the open context's run if there is one, else as a run of its own in the history. */
export async function recordTracked(values: Readonly<Record<string, number>>, caller: Caller): Promise<void> {
  const context = currentContext();
  if (context !== undefined) return context.logMetrics(values);
  const { keepTracked } = await import('./save-context.js');
  await keepTracked(caller.name, values);
}

/** Runs a function over a benchmark, now. */
export async function quickEval(fn: ModelFunction, options: EvaluateOptions = {}): Promise<EvaluationResult> {
  return evaluateFunction(fn, options, { name: underlying(fn).name || 'model' });
}

/** Runs several functions over the same benchmark, now. */
export async function compareModels<Name extends string>(
  models: Readonly<Record<Name, ModelFunction>>,
  options: EvaluateOptions = {},
): Promise<Record<Name, EvaluationResult>> {
  return benchmarkFunctions(models, options, { name: Object.keys(models).join('_vs_') });
}

/** Scores answers that exist already: the same evaluators, statistics, journal and history as a run, without a model. */
export async function score(
  rows: Iterable<AnsweredRow> | AsyncIterable<AnsweredRow>,
  options: EvaluateOptions = {},
): Promise<EvaluationResult> {
  const { scoreRows } = await import('./score.js');
  return scoreRows(rows, options);
}

/** Runs what a YAML or JSON file describes. */
export async function runFromConfig(path: string): Promise<EvaluationResult> {
  const { readRunFile } = await import('../config/run-file.js');
  const { runOptions } = await import('./run-options.js');
  return runOptions(readRunFile(path));
}
