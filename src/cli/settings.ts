import { configure, currentConfig, loadConfig } from '../config/settings.js';
import { optionTable } from '../core/option-table.js';
import type { EvaluateOptions } from '../core/options.js';
import type { Flags } from './program.js';

/** Applies the flags every command has: `--config` first, then what the command line says over it. */
export function applySettings({ config, outputDir, logLevel }: Flags): void {
  if (typeof config === 'string') loadConfig(config);
  configure({
    ...(typeof outputDir === 'string' && { outputDir }),
    ...(typeof logLevel === 'string' && { logLevel: logLevel as 'info' }),
  });
}

/** Folder with the runs and the history. */
export function outputDirOf(): string {
  return currentConfig().outputDir;
}

/** The run options among the flags, for the option check. */
export function runOptionsOf(flags: Flags): EvaluateOptions {
  const names = new Set(optionTable.map(({ name }) => name));
  return Object.fromEntries(
    Object.entries(flags).filter(([name]) => names.has(name) && name !== 'outputDir'),
  ) as EvaluateOptions;
}
