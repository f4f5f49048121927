import { cp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { amountFigure } from '../lib/figure.js';
import { LOOP_CHARS, loopSamples } from '../lib/loop-run.js';
import { repeat } from '../lib/pairs.js';
import { type ProgramRun, runProgram } from '../lib/program.js';
import type { BenchOptions, Suite } from '../lib/suite.js';
import type { LoopInput, LoopReport } from '../programs/loop.js';

export const suite: Suite = {
  name: 'resume',
  summary: 'going on with a run of a million samples that lacks only the last one',
  async run(options) {
    const n = options.isQuick ? 50_000 : 1_000_000;
    const samples = await loopSamples(n, options);
    const interrupted = join(options.folder, 'interrupted');
    options.say(`interrupting a run of ${n.toLocaleString('en-US')} samples before its last one`);
    await interrupt(n, { samples, outputDir: interrupted });
    const runs = await repeat(options.pairs, () => resumed(n, samples, interrupted, options));
    const title = `${n.toLocaleString('en-US')} samples of ${LOOP_CHARS} characters`;
    return [
      amountFigure(
        { name: `${title}: skipped`, unit: 'samples/s', target: { atLeast: 300_000 } },
        runs.map(({ report }) => (n / report.milliseconds) * 1000),
      ),
      amountFigure(
        { name: `${title}: peak memory`, unit: 'MB', target: { atMost: 300 } },
        runs.map(({ maxRssMb }) => maxRssMb),
      ),
    ];
  },
};

async function interrupt(n: number, input: LoopInput): Promise<void> {
  const { report } = await runProgram<LoopReport>('loop', { ...input, stopAt: `q${n - 1}` } satisfies LoopInput);
  if (!report.isInterrupted || report.asked !== n)
    throw new Error(`The run was not interrupted at its last of ${n} samples.`);
}

/** Goes on with a copy, so that every time meets the same run. */
async function resumed(
  n: number,
  samples: string,
  interrupted: string,
  { folder, say }: BenchOptions,
): Promise<ProgramRun<LoopReport>> {
  const outputDir = join(folder, 'resumed');
  await cp(interrupted, outputDir, { recursive: true });
  say(`resuming ${n.toLocaleString('en-US')} samples`);
  const run = await runProgram<LoopReport>('loop', { samples, outputDir, resume: true } satisfies LoopInput);
  await rm(outputDir, { recursive: true, force: true });
  if (run.report.total === n && run.report.asked === 1) return run;
  throw new Error(`Resumed, ${run.report.asked} samples were asked and ${run.report.total} of ${n} counted.`);
}
