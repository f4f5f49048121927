// npm run example -- plain-javascript
//
// No TypeScript and nothing to compile: `node examples/plain-javascript.mjs` runs this file as it is. JavaScript has no
// decorators yet, so functions are wrapped.
import { hret } from 'hret';

hret.configure({
  defaultDataset: 'ko_sample',
  subset: ['산수'], // sums
  outputDir: process.env.HRET_OUTPUT_DIR ?? './hret_results/examples/plain-javascript',
});

/** Knows the four basic operations with two whole numbers, and says so when it is asked more. */
const calculator = hret.evaluate({ runName: 'calculator' })(function calculator(input) {
  const found = input.match(/(\d+)\s*([+\-−×÷])\s*(\d+)/);
  if (!found) return '모름';
  const [left, right] = [Number(found[1]), Number(found[3])];
  const results = { '+': left + right, '-': left - right, '−': left - right, '×': left * right, '÷': left / right };
  return `정답: ${results[found[2]]}`;
});

console.log(calculator('12 × 12')); // still the function it was, not even a promise

const result = await calculator(); // without an argument: the evaluation
console.log(`calculator: accuracy ${result.metrics.accuracy.toFixed(4)} over ${result.counts.total} samples`);

const { guesser } = await hret.compareModels({ guesser: () => '정답: 10', calculator });
console.log(`guesser: accuracy ${guesser.metrics.accuracy.toFixed(4)}`);
console.log(hret.comparisonText(result, guesser).split('\n').at(-1));
