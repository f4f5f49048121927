// A user's own function over a file, all options but the file and the width left as they are: journal and history on. The
// function answers at once, so that what is measured is the loop around it.
import { performance } from 'node:perf_hooks';
import { type EvaluateOptions, evaluate, HretError } from 'hret';
import { printReport, programInput } from '../lib/program.js';

export interface LoopInput {
  readonly samples: string;
  readonly outputDir: string;
  /** The run is interrupted when this sample is asked and all others are done. */
  readonly stopAt?: string;
  readonly resume?: boolean;
  readonly languagePenalize?: false;
}

export interface LoopReport {
  readonly total: number;
  readonly asked: number;
  readonly milliseconds: number;
  readonly isInterrupted: boolean;
}

const { samples, outputDir, stopAt, resume, languagePenalize } = programInput<LoopInput>();
const stop = new AbortController();
let asked = 0;

const options: EvaluateOptions = {
  dataset: 'generic_file',
  datasetParams: { path: samples, inputCol: 'prompt' },
  maxWorkers: 64,
  runName: 'loop',
  outputDir,
  signal: stop.signal,
  resume,
  languagePenalize,
};
const model = evaluate(options)(async (_input, sample) => {
  asked++;
  if (sample !== undefined && sample.id === stopAt) await interruption();
  return 'A';
});

const startedAt = performance.now();
const total = await model.evaluate().then(
  ({ counts }) => counts.total,
  (error: unknown) => {
    if (error instanceof HretError && error.code === 'interrupted') return undefined;
    throw error;
  },
);
printReport({
  total: total ?? asked,
  asked,
  milliseconds: performance.now() - startedAt,
  isInterrupted: total === undefined,
} satisfies LoopReport);

/** Leaves the samples that are in flight the time to be done. */
async function interruption(): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, 200));
  stop.abort();
  await new Promise((resolve) => setTimeout(resolve, 60_000, undefined).unref());
}
