// npm run example -- hyperparameter-sweep
//
// One run for every setting. The hyperparameters are kept with the run, so the best run tells its own settings.
import * as hret from 'hret';
import { allNotes, Student, studied } from './training/student.js';

hret.configure({
  defaultDataset: 'ko_sample',
  subset: studied,
  outputDir: process.env.HRET_OUTPUT_DIR ?? './hret_results/examples/hyperparameter-sweep',
});

const notes = allNotes();
const grid = [1, 2, 4].flatMap((sentencesPerPassage) =>
  [0.5, 1].map((shareOfNotes) => ({ sentencesPerPassage, shareOfNotes })),
);

for (const hyperparameters of grid) {
  const { sentencesPerPassage, shareOfNotes } = hyperparameters;
  const model = new Student({ sentencesPerPassage });
  model.study(notes.slice(0, notes.length * shareOfNotes));

  await hret.evaluationContext({ runName: `sweep_${sentencesPerPassage}_${shareOfNotes}` }, async (ctx) => {
    ctx.metricsTracker.runMetadata.hyperparameters = hyperparameters; // reaches the history and every tracker
    await ctx.evaluate((input) => model.answer(input));
  });
}

const history = await hret.getMetricsHistory();
for (const { name, metrics, metadata } of history) {
  console.log(`${name}: accuracy ${metrics.accuracy?.toFixed(4)} ${JSON.stringify(metadata.hyperparameters)}`);
}

const { _stats: stats } = await hret.compareMetric('accuracy');
const best = history.find(({ name }) => name === stats.bestRun);
console.log(`best: ${stats.bestRun} with ${stats.best.toFixed(4)}, ${JSON.stringify(best?.metadata.hyperparameters)}`);
console.log(`worst ${stats.worst.toFixed(4)}, average ${stats.average.toFixed(4)}`);
