import { effectiveOptions, optionsFrom } from '../api/effective-options.js';
import { findUnfinished } from '../api/load-result.js';
import { runOptions } from '../api/run-options.js';
import { listenForInterrupt } from './interrupt.js';
import { printResult } from './print-result.js';
import type { Flags } from './program.js';
import { applySettings, outputDirOf, runOptionsOf } from './settings.js';
import type { Terminal } from './terminal.js';

/** `hret resume <run>`: with the options the run was started with; secrets come from the environment or the command line again. */
export async function resumeCommand(terminal: Terminal, flags: Flags, name: string): Promise<number> {
  applySettings(flags);
  const { runId, runName, options } = await findUnfinished(outputDirOf(), name);
  const given = optionsFrom(runOptionsOf(flags), 'hret resume');
  using _interrupt = listenForInterrupt(terminal);
  const result = await runOptions({ ...effectiveOptions(options, given), runName, resume: runId });
  printResult(terminal, result, flags);
  return 0;
}
