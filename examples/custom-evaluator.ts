// npm run example -- custom-evaluator
//
// Scoring of your own, in two forms: a function over all answers at once, or an object that scores one answer at a time.
import * as hret from 'hret';
import { noteReader } from './models/note-reader/index.js';

hret.configure({
  defaultDataset: 'ko_sample',
  outputDir: process.env.HRET_OUTPUT_DIR ?? './hret_results/examples/custom-evaluator',
});

// 1. A function of all predictions and references. Whatever numbers it returns are the metrics of the run.
function customEvaluator(predictions: readonly string[], references: readonly string[]) {
  const right = predictions.filter((prediction, place) => prediction.endsWith(references[place] ?? '')).length;
  const admitted = predictions.filter((prediction) => prediction.includes('모름')).length;
  return {
    accuracy: right / predictions.length,
    admits_not_knowing: admitted / predictions.length,
    average_length: predictions.join('').length / predictions.length,
  };
}
const whole = await hret.quickEval(noteReader, {
  runName: 'whole-run',
  evaluationMethod: 'custom',
  evaluatorParams: { customEvaluator },
});
console.log('A function over the run:', whole.metrics);

// 2. An object. It sees one sample at a time, so its metrics have intervals, groups and comparisons like the built-in ones.
const lastLine: hret.EvaluatorObject = {
  name: 'last_line',
  reads: 'text',
  metrics: ['follows_format'],
  score({ answer }) {
    if (answer.kind !== 'text') return { status: 'unscored', reason: 'there is no text' };
    const line = answer.generation.text.trim().split('\n').at(-1) ?? '';
    if (line.includes('모름')) return { status: 'unscored', reason: 'the model gave up' }; // stays out of the mean
    return {
      status: 'scored',
      extracted: line,
      values: { follows_format: /^정답: (\([A-D]\)|\d+)$/.test(line) ? 1 : 0 },
    };
  },
};
const each = await hret.quickEval(noteReader, { runName: 'one-by-one', evaluationMethod: ['string_match', lastLine] });
console.log(`\n${hret.resultTable(each)}`);

const { mean, n, unscored } = each.stats.follows_format ?? {};
console.log(`\nfollows_format: ${mean?.toFixed(4)} of ${n} samples; on ${unscored} the model gave up`);
