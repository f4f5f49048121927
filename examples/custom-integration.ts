// npm run example -- custom-integration
//
// An integration of your own: a performance monitor that writes a line a run to a log and raises an alert when a model is
// not good enough. A chat message, a dashboard or a database would be written the same way.
import { appendFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as hret from 'hret';
import { firstChoice } from './models/first-choice.js';
import { noteReader } from './models/note-reader/index.js';

const { outputDir } = hret.configure({
  defaultDataset: 'ko_sample',
  outputDir: process.env.HRET_OUTPUT_DIR ?? './hret_results/examples/custom-integration',
});

const GOOD_ENOUGH = 0.5;

// `runResult` is the run as a whole; `results` are its evaluations, with every sample if you want to look closer.
const performanceMonitor: hret.MlopsIntegration = async (runResult, results) => {
  const { runName, duration } = runResult.metadata;
  const accuracy = runResult.metrics.accuracy ?? 0;
  const failed = results.reduce((sum, { counts }) => sum + counts.failed, 0);
  const isAlert = accuracy < GOOD_ENOUGH || failed > 0;

  if (isAlert) console.log(`ALERT ${runName}: accuracy ${accuracy.toFixed(4)} is below ${GOOD_ENOUGH}`);
  else console.log(`ok    ${runName}: accuracy ${accuracy.toFixed(4)}`);
  const line = { at: new Date().toISOString(), runName, accuracy, failed, seconds: duration, isAlert };
  await appendFile(join(outputDir, 'monitor.jsonl'), `${JSON.stringify(line)}\n`);
};

for (const model of [firstChoice, noteReader]) {
  await hret.evaluationContext({ runName: `nightly ${model.name}` }, async (ctx) => {
    ctx.addMlopsIntegration(performanceMonitor);
    await ctx.evaluate(model);
  });
}
console.log(`The log is ${join(outputDir, 'monitor.jsonl')}`);
