// npm run example -- quick-eval
//
// The shortest way to a number, and where to look when the number is not what you hoped for.
import { hret } from 'hret';
import { noteReader } from './models/note-reader/index.js';

hret.configure({ outputDir: process.env.HRET_OUTPUT_DIR ?? './hret_results/examples/quick-eval' });

const result = await hret.quickEval(noteReader, { dataset: 'ko_sample', subset: ['역사', '문화', '산수'] });

// A number without its interval says little: it is how far the accuracy of this model may lie from what was measured.
const { mean = 0, n, ci95: [low, high] = [0, 1] } = result.stats.accuracy ?? {};
console.log(`accuracy ${mean.toFixed(4)}, 95 % interval ${low.toFixed(2)} to ${high.toFixed(2)}, ${n} samples`);

for (const [group, { accuracy }] of Object.entries(result.groups)) {
  console.log(`  ${group}: ${accuracy?.mean.toFixed(4)} of ${accuracy?.n}`);
}

// Every sample is kept, with the raw text of the model. These are the first wrong ones.
const wrong = result.samples.filter((sample) => sample.scores.accuracy === 0);
console.log(`${wrong.length} wrong answers, for example:`);
for (const { id, prediction, reference } of wrong.slice(0, 3)) {
  console.log(`  ${id}: said ${JSON.stringify(prediction)}, right is ${JSON.stringify(reference)}`);
}
console.log(`All of it is in ${result.info.location}`);
