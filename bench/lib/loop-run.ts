import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { LoopInput, LoopReport } from '../programs/loop.js';
import { writeSamples } from './data.js';
import { type ProgramRun, runProgram } from './program.js';
import type { BenchOptions } from './suite.js';

/** Characters of a prompt in the suites that ask no server: short, so that reading the file is not what is measured. */
export const LOOP_CHARS = 60;

/** Writes a file of `n` short samples into the folder of the bench. */
export async function loopSamples(n: number, { folder }: BenchOptions): Promise<string> {
  const samples = join(folder, `samples-${n}.jsonl`);
  await writeSamples(samples, { n, chars: LOOP_CHARS, right: 0.7 });
  return samples;
}

/** Runs the user's function over the file, in a results folder that is new and gone afterwards. */
export async function loopRun(
  n: number,
  input: Omit<LoopInput, 'outputDir'>,
  { folder, say }: BenchOptions,
): Promise<ProgramRun<LoopReport>> {
  say(`${n.toLocaleString('en-US')} samples`);
  const outputDir = join(folder, 'results');
  await rm(outputDir, { recursive: true, force: true });
  const run = await runProgram<LoopReport>('loop', { ...input, outputDir } satisfies LoopInput);
  await rm(outputDir, { recursive: true, force: true });
  if (run.report.total === n && run.report.asked === n) return run;
  throw new Error(`Of ${n} samples ${run.report.asked} were asked and ${run.report.total} counted.`);
}
