// npm run quickstart
//
// Two model functions over the bundled benchmark, compared sample by sample. No network, no key. Start it twice: the
// second time it shows the history of both starts.
import * as hret from 'hret';
import { firstChoice } from './models/first-choice.js';
import { noteReader } from './models/note-reader/index.js';

const outputDir = process.env.HRET_QUICKSTART_DIR ?? './hret_results/quickstart';
hret.configure({ defaultDataset: 'ko_sample', outputDir });

class Models {
  /** Answers (A) to everything: what any model has to beat. */
  @hret.evaluate({ runName: 'first-choice' })
  firstChoice(input: string): string {
    return firstChoice(input);
  }

  /** Looks the answer up in a small notebook, and calculates. */
  @hret.evaluate({ runName: 'note-reader' })
  async noteReader(input: string): Promise<string> {
    return noteReader(input);
  }
}

const earlier = await hret.getMetricsHistory();
const results = await hret.run(new Models());

console.log(hret.resultTable(results));
console.log();
console.log(hret.comparisonText(results.noteReader, results.firstChoice));
for (const { info } of Object.values(results)) console.log(`\n${info.name} is kept in ${info.location}`);

if (earlier.length === 0) {
  console.log('\nStart it again to see the history of both runs.');
} else {
  console.log(`\n${await hret.historyTable({ metric: 'accuracy' })}`);
  const { _stats: stats } = await hret.compareMetric('accuracy');
  if (stats) console.log(`\nbest ${stats.best.toFixed(4)}: ${stats.bestRun}`);
}
console.log(`\nMore: npx hret show note-reader --samples 3 --output-dir ${outputDir}`);
