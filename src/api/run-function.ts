import { secretsIn } from '../config/secrets.js';
import { currentConfig } from '../config/settings.js';
import type { ModelFunction } from '../core/model-function.js';
import type { EvaluateOptions } from '../core/options.js';
import { effectiveOptions } from './effective-options.js';
import type { EvaluationResult } from './evaluation-result.js';
import { type Execution, execute } from './execute.js';
import { modelFromFunction } from './model-source.js';
import { settingsOptions } from './settings-options.js';
import { sharedInterrupt } from './shared-interrupt.js';
import { openSitting } from './sitting.js';
import { finishedRunOf, tellLoggers } from './tell-loggers.js';

export interface FunctionRun {
  /** Name of the run. */
  readonly name: string;
  /** Names the model in records; the function's or method's name. */
  readonly modelName: string;
  /** Absent: the model the options name. */
  readonly fn?: ModelFunction;
  readonly thisValue?: unknown;
  /** Checked, without the settings. */
  readonly options: EvaluateOptions;
  readonly parentId?: string;
}

/** Runs a function, or the model the options name, with the settings in force. */
export async function runFunction({ modelName, fn, thisValue, ...rest }: FunctionRun): Promise<EvaluationResult> {
  return runHandedIn({
    ...rest,
    handedIn: fn === undefined ? {} : { model: modelFromFunction(fn, modelName, thisValue) },
  });
}

/** Runs what is handed in, with the settings in force for everything the options leave open. */
export async function runHandedIn(execution: Execution): Promise<EvaluationResult> {
  const settings = currentConfig();
  const options = effectiveOptions(settingsOptions(), execution.options);
  const sitting = openSitting(options.outputDir ?? settings.outputDir, settings.logLevel);
  for (const secret of secretsIn(options)) sitting.secrets.add(secret);
  const interrupt = sharedInterrupt();
  const result = await execute({ ...execution, options, ...(interrupt !== undefined && { interrupt }) }, sitting);
  if (settings.autoSaveResults) await saveSummary(result);
  if (execution.parentId === undefined) await tellLoggers(finishedRunOf(result), [result]);
  return result;
}

/** `result.json` beside the journal: the numbers; the samples stay in `samples.jsonl`, however many there are. */
async function saveSummary({ metrics, stats, groups, counts, info }: EvaluationResult): Promise<void> {
  const { writeFileAtomic } = await import('../util/atomic-file.js');
  await writeFileAtomic(
    `${info.location}/result.json`,
    `${JSON.stringify({ metrics, stats, groups, counts, info }, null, 2)}\n`,
  );
}
