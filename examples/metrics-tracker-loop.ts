// npm run example -- metrics-tracker-loop
//
// A MetricsTracker keeps the numbers of a loop in memory, for a summary at its end. It writes no files by itself.
import * as hret from 'hret';
import { firstChoice } from './models/first-choice.js';
import { noteReader } from './models/note-reader/index.js';

hret.configure({ outputDir: process.env.HRET_OUTPUT_DIR ?? './hret_results/examples/metrics-tracker-loop' });

const models = { silent: () => '모름', firstChoice, noteReader };
const tracker = new hret.MetricsTracker();

for (const [name, model] of Object.entries(models)) {
  tracker.startRun(name, { dataset: 'ko_sample' }); // what comes after the name is kept with the run
  const result = await hret.quickEval(model, { dataset: 'ko_sample', subset: ['역사', '지리'], runName: name });
  tracker.logMetrics(result.metrics);
  tracker.logMetrics({ latency: result.info.meanLatencyMs ?? 0 });
  tracker.endRun();
}

for (const { metadata, metrics } of tracker.getHistory()) {
  console.log(`${metadata.runName}: accuracy ${metrics.accuracy?.toFixed(4)}, ${metadata.duration.toFixed(2)} s`);
}

const { _stats: accuracy } = tracker.compareRuns('accuracy');
console.log(`most accurate: ${accuracy.bestRun} with ${accuracy.best.toFixed(4)}`);

// Less is better here, so the best run is the one with the smallest value.
const { _stats: latency } = tracker.compareRuns('latency');
console.log(`fastest: ${latency.bestRun} with ${latency.best.toFixed(3)} ms a question`);
