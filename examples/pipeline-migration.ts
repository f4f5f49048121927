// npm run example -- pipeline-migration
//
// Code that was written for the pipeline goes on working, beside the short forms. All of them run the same loop, and so
// give the same number.
import * as hret from 'hret';
import { noteReader } from './models/note-reader/index.js';

const outputDir = process.env.HRET_OUTPUT_DIR ?? './hret_results/examples/pipeline-migration';
hret.configure({ outputDir });

// Before: a pipeline made from names. The model here is one of the built-in baselines; with a key it would be
// model: 'openai', modelParams: { modelName: 'gpt-4o-mini' }.
const runner = new hret.PipelineRunner({
  dataset: 'ko_sample',
  subset: ['역사'],
  split: 'test',
  model: 'baseline',
  modelParams: { strategy: 'longest' },
  evaluationMethod: 'string_match',
});
const longest = await runner.run();
console.log(`PipelineRunner, ${longest.info.model}: ${longest.metrics.accuracy?.toFixed(4)}`);

// The same runner with a function instead of the model it names.
const piped = await runner.run(noteReader);
console.log(`PipelineRunner, noteReader: ${piped.metrics.accuracy?.toFixed(4)}`);

// Before: an Evaluator, with defaults for everything it runs, and tables of several models.
const evaluator = new hret.Evaluator({ dataset: 'ko_sample', subset: ['역사'] });
const comparison = await evaluator.compare({
  models: [
    { model: 'baseline', modelParams: { strategy: 'first' }, name: 'first' },
    { model: 'baseline', modelParams: { strategy: 'random' }, name: 'random' },
    { model: noteReader, name: 'noteReader' },
  ],
});
console.log('Evaluator.compare:', comparison.toDataFrame());

// Now: one line.
const quick = await hret.quickEval(noteReader, { dataset: 'ko_sample', subset: ['역사'] });
console.log(`quickEval, noteReader: ${quick.metrics.accuracy?.toFixed(4)}`);

// Not by chance: sample by sample, the two ways agree.
const { ties, n } = hret.compareResults(piped, quick);
console.log(`${ties} of ${n} samples are scored alike.`);
