// npm run example -- resume
//
// A run that was stopped goes on where it was: answers that are there already are not paid for twice.
import { setTimeout as sleep } from 'node:timers/promises';
import * as hret from 'hret';
import { noteReader } from './models/note-reader/index.js';

hret.configure({
  defaultDataset: 'ko_sample',
  outputDir: process.env.HRET_OUTPUT_DIR ?? './hret_results/examples/resume',
});

const STOP_AFTER = 80;
const stop = new AbortController();
let asked = 0;

async function expensiveModel(input: string): Promise<string> {
  asked += 1;
  if (asked === STOP_AFTER) stop.abort(); // stands for Ctrl+C, a deadline, a machine that is taken away
  await sleep(1);
  return noteReader(input);
}

const options: hret.EvaluateOptions = { runName: 'long-run', maxWorkers: 4 };
try {
  await hret.quickEval(expensiveModel, { ...options, signal: stop.signal });
} catch (error) {
  if (!(error instanceof hret.HretError && error.code === 'interrupted')) throw error;
  console.log(`Stopped after ${asked} questions: ${error.message}`);
}

// The same model and the same options, and `resume`: the newest unfinished run of that kind is continued.
const askedBefore = asked;
const result = await hret.quickEval(expensiveModel, { ...options, resume: true });
console.log(`Asked ${asked - askedBefore} more; the result has all ${result.counts.total} samples`);

// Equal to a run that was never stopped, sample by sample.
const whole = await hret.quickEval(expensiveModel, { ...options, runName: 'never-stopped' });
const { ties, n } = hret.compareResults(result, whole);
console.log(`accuracy ${result.metrics.accuracy?.toFixed(4)}, never stopped ${whole.metrics.accuracy?.toFixed(4)}`);
console.log(`${ties} of ${n} samples are equal`);
