import { optionsFrom } from '../api/effective-options.js';
import { runOptions } from '../api/run-options.js';
import { listenForInterrupt } from './interrupt.js';
import { printResult } from './print-result.js';
import type { Flags } from './program.js';
import { applySettings, runOptionsOf } from './settings.js';
import type { Terminal } from './terminal.js';

/** `hret eval`: one model over one dataset. */
export async function evalCommand(terminal: Terminal, flags: Flags): Promise<number> {
  applySettings(flags);
  using _interrupt = listenForInterrupt(terminal);
  const result = await runOptions(optionsFrom(runOptionsOf(flags), 'hret eval'));
  printResult(terminal, result, flags);
  return 0;
}
