// npm run example -- compare-models
//
// Two models over the same samples, and a report that says which is better and whether that could be luck.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as hret from 'hret';
import { firstChoice } from './models/first-choice.js';
import { noteReader } from './models/note-reader/index.js';

const { outputDir } = hret.configure({
  outputDir: process.env.HRET_OUTPUT_DIR ?? './hret_results/examples/compare-models',
});

const results = await hret.compareModels({ baseline: firstChoice, improved: noteReader }, { dataset: 'ko_sample' });

console.log(hret.resultTable(results));
console.log(`\n${hret.comparisonText(results.improved, results.baseline)}`);

// What a dashboard or a pull request would want to know, as JSON.
const comparison = hret.compareResults(results.improved, results.baseline, { metric: 'accuracy' });
const report = {
  best_model: comparison.difference > 0 ? 'improved' : 'baseline',
  accuracy: Object.fromEntries(Object.entries(results).map(([name, { metrics }]) => [name, metrics.accuracy])),
  difference: comparison.difference,
  ci95: comparison.ci95,
  p_value: comparison.pValue,
};
const path = join(outputDir, 'model_comparison.json');
await writeFile(path, `${JSON.stringify(report, null, 2)}\n`);
console.log(`\nbest model: ${report.best_model}; the report is in ${path}`);
