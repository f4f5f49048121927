// npm run example -- configure
//
// Settings are the defaults of every run. What a run says itself is stronger.
import { setTimeout as sleep } from 'node:timers/promises';
import * as hret from 'hret';
import { noteReader } from './models/note-reader/index.js';

const config = hret.configure({
  defaultDataset: 'ko_sample',
  defaultEvaluationMethod: 'string_match',
  subset: ['역사'],
  maxWorkers: 4, // samples in flight; batchSize means the same where maxWorkers is not set
  outputDir: process.env.HRET_OUTPUT_DIR ?? './hret_results/examples/configure',
  logLevel: 'WARNING', // no progress lines on stderr
});
console.log(`In force: ${config.defaultDataset}, ${config.maxWorkers} workers, results to ${config.outputDir}`);

let asking = 0;
let mostAtOnce = 0;
async function slowReader(input: string): Promise<string> {
  asking += 1;
  mostAtOnce = Math.max(mostAtOnce, asking);
  await sleep(5); // the time a server would take
  asking -= 1;
  return noteReader(input);
}

const result = await hret.quickEval(slowReader); // no options: all of them come from the settings
console.log(`${result.info.subset}: ${result.metrics.accuracy?.toFixed(4)}, at most ${mostAtOnce} questions at once`);

mostAtOnce = 0;
const other = await hret.quickEval(slowReader, { subset: ['지리'], maxWorkers: 1 });
console.log(`${other.info.subset}: ${other.metrics.accuracy?.toFixed(4)}, at most ${mostAtOnce} questions at once`);

// A wrong setting is an error that says what was probably meant, and then nothing is changed. TypeScript would not let
// it pass; this is what a program without types, or a configuration file, is told.
const misspelt = { maxWorker: 8, subset: ['산수'] };
try {
  hret.configure(misspelt as hret.SettingsInput);
} catch (error) {
  console.log(`Refused: ${error instanceof Error ? error.message : error}`);
}
console.log(`Still in force: ${config.maxWorkers} workers, ${config.subset}`);
