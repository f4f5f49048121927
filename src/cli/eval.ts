import { optionsFrom } from '../api/effective-options.js';
import type { EvaluationResult } from '../api/evaluation-result.js';
import { runOptions } from '../api/run-options.js';
import type { EvaluateOptions } from '../core/options.js';
import { listenForInterrupt } from './interrupt.js';
import { printResult } from './print-result.js';
import type { Flags } from './program.js';
import { applySettings, runOptionsOf } from './settings.js';
import type { Terminal } from './terminal.js';

/** `hret eval`: one model over one dataset. */
export async function evalCommand(terminal: Terminal, flags: Flags): Promise<number> {
  applySettings(flags);
  const result = await runInterruptibly(terminal, optionsFrom(runOptionsOf(flags), 'hret eval'));
  printResult(terminal, result, flags);
  return 0;
}

/** Runs with Ctrl-C handled; an interrupted run throws, and the message says how to go on. */
export async function runInterruptibly(terminal: Terminal, options: EvaluateOptions): Promise<EvaluationResult> {
  using interrupt = listenForInterrupt(terminal);
  return await runOptions({ ...options, signal: interrupt.abort }, undefined, interrupt.drain);
}
