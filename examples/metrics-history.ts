// npm run example -- metrics-history
//
// Every run is kept. Start this example several times and watch the list grow.
import * as hret from 'hret';
import { firstChoice } from './models/first-choice.js';
import { noteReader } from './models/note-reader/index.js';

hret.configure({
  defaultDataset: 'ko_sample',
  outputDir: process.env.HRET_OUTPUT_DIR ?? './hret_results/examples/metrics-history',
});

await hret.quickEval(firstChoice, { runName: 'baseline' });
await hret.quickEval(noteReader, { runName: 'history-only', subset: '역사' });
await hret.quickEval(noteReader, { runName: 'note-reader', metadata: { commit: '1a2b3c4' } });

// The history as data, oldest first …
for (const { name, status, model, metrics, metadata } of await hret.getMetricsHistory()) {
  const note = metadata.commit === undefined ? '' : ` (commit ${metadata.commit})`;
  console.log(`${name}: ${model} ${status}, accuracy ${metrics.accuracy?.toFixed(4)}${note}`);
}

// … and as a table.
console.log(`\n${await hret.historyTable({ metric: 'accuracy' })}\n`);

// One metric over all runs. Runs of the same name are numbered: baseline, baseline #2, …
const { _stats: stats, ...accuracies } = await hret.compareMetric('accuracy');
for (const [name, accuracy] of Object.entries(accuracies)) console.log(`${name}: ${accuracy.toFixed(4)}`);
console.log(`best ${stats.best.toFixed(4)} (${stats.bestRun}), worst ${stats.worst.toFixed(4)}`);
console.log(`average ${stats.average.toFixed(4)}`);

// A metric that no run has is an empty object, not a zero.
console.log(`perplexity: ${JSON.stringify(await hret.compareMetric('perplexity'))}`);
