import type { EvaluationResult } from '../api/evaluation-result.js';
import { loadResult } from '../api/load-result.js';
import type { Flags } from './program.js';
import { applySettings, outputDirOf } from './settings.js';

/** Opens runs by id, unique beginning of an id, or name (the newest of that name). */
export async function openResults(flags: Flags, ...names: readonly string[]): Promise<EvaluationResult[]> {
  applySettings(flags);
  const results: EvaluationResult[] = [];
  for (const name of names) results.push(await loadResult(outputDirOf(), name));
  return results;
}
