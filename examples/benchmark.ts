// npm run example -- benchmark
//
// Several models over the same samples, with one call. The names of the models stay in the type of the results.
import * as hret from 'hret';
import { firstChoice } from './models/first-choice.js';
import { noteReader } from './models/note-reader/index.js';

hret.configure({
  defaultDataset: 'ko_sample',
  outputDir: process.env.HRET_OUTPUT_DIR ?? './hret_results/examples/benchmark',
});

// The wrapped function says which models there are; calling it runs them, one after the other.
const compareThree = hret.benchmark({ runName: 'three-models' })(() => ({
  silent: () => '모름',
  firstChoice,
  noteReader,
}));
const results = await compareThree();
console.log(hret.resultTable(results));

// `results.noteReader` is known to exist; `results.noteReadr` would not compile.
const lead = (results.noteReader.metrics.accuracy ?? 0) - (results.firstChoice.metrics.accuracy ?? 0);
console.log(`\nnoteReader leads firstChoice by ${(100 * lead).toFixed(1)} points.`);

// The same as a method of a class. Every model is a run of its own in the history: history/noteReader, and so on.
class Candidates {
  @hret.benchmark({ subset: '역사', runName: 'history' })
  history() {
    return { firstChoice, noteReader };
  }
}
const { history } = await hret.run(new Candidates());
console.log(
  `On 역사: ${history.noteReader.metrics.accuracy?.toFixed(4)} to ${history.firstChoice.metrics.accuracy?.toFixed(4)}.`,
);

const runs = await hret.getMetricsHistory();
console.log(`Kept in the history: ${runs.map((run) => run.name).join(', ')}`);
