import { existsSync } from 'node:fs';
import { extname, resolve } from 'node:path';
import { effectiveOptions, optionsFrom } from '../api/effective-options.js';
import { EvaluationResult } from '../api/evaluation-result.js';
import { importModule } from '../api/import-module.js';
import { runOptions } from '../api/run-options.js';
import { readRunFile } from '../config/run-file.js';
import { configure } from '../config/settings.js';
import type { EvaluateOptions } from '../core/options.js';
import { HretError } from '../errors.js';
import { plain } from '../report/plain.js';
import { declaredIn } from './declared-in.js';
import { listenForInterrupt } from './interrupt.js';
import { printResult } from './print-result.js';
import type { Flags } from './program.js';
import { applySettings, runOptionsOf } from './settings.js';
import type { Terminal } from './terminal.js';

/** What `hret run` reads when no file is named. */
export const DEFAULT_FILE = 'hret_config.yaml';

/** `hret run [files…]`: configuration files are one run each, modules are everything they declare. */
export async function runCommand(terminal: Terminal, flags: Flags, ...files: string[]): Promise<number> {
  applySettings(flags);
  const given = optionsFrom(runOptionsOf(flags), 'hret run');
  using _interrupt = listenForInterrupt(terminal);
  for (const file of files.length > 0 ? files : [defaultFile()]) {
    if (['.yaml', '.yml', '.json'].includes(extname(file).toLowerCase())) await runConfig(terminal, flags, file, given);
    else await runModule(terminal, flags, file, given);
  }
  return 0;
}

function defaultFile(): string {
  if (existsSync(DEFAULT_FILE)) return DEFAULT_FILE;
  throw new HretError(
    'usage',
    `There is no ${DEFAULT_FILE} in this folder. Name a file: hret run config.yaml, or hret run models.eval.ts`,
  );
}

async function runConfig(terminal: Terminal, flags: Flags, file: string, given: EvaluateOptions): Promise<void> {
  const options = effectiveOptions(readRunFile(file), given);
  printResult(terminal, await runOptions(options), flags);
}

/** Flags are defaults for what the module's functions leave open. */
async function runModule(terminal: Terminal, flags: Flags, file: string, given: EvaluateOptions): Promise<void> {
  const path = resolve(file);
  if (!existsSync(path)) throw new HretError('not_found', `There is no file ${plain(file)}.`);
  const declared = declaredIn(await importModule(path));
  applySettings(flags); // once more: the module may have configured something, and flags win
  configure(given);
  if (declared.length === 0) {
    throw new HretError(
      'usage',
      `${plain(file)} exports nothing to run. Export functions made with hret.evaluate or hret.benchmark, or classes with decorated methods.`,
    );
  }
  for (const { name, run } of declared) {
    terminal.err(`hret: ${plain(name)}\n`);
    for (const result of resultsIn(await run())) printResult(terminal, result, flags);
  }
}

/** Everything that is a result, in what a declared function gave: one, or several under their names. */
function resultsIn(made: unknown): EvaluationResult[] {
  if (isResult(made)) return [made];
  return made !== null && typeof made === 'object' ? Object.values(made).flatMap(resultsIn) : [];
}

/** By shape, because a module may import another copy of hret. */
function isResult(made: unknown): made is EvaluationResult {
  return (
    made instanceof EvaluationResult ||
    (made !== null && typeof made === 'object' && 'metrics' in made && 'record' in made && 'info' in made)
  );
}
