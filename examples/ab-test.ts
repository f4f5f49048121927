// npm run example -- ab-test
//
// Is B better than A, or was it luck? Both models answer the same samples, so they are compared sample by sample.
import * as hret from 'hret';
import { allNotes, Student, studied } from './training/student.js';

hret.configure({
  defaultDataset: 'ko_sample',
  subset: studied,
  outputDir: process.env.HRET_OUTPUT_DIR ?? './hret_results/examples/ab-test',
});

function studentOf(share: number): hret.ModelFunction {
  const student = new Student();
  student.study(allNotes().slice(0, allNotes().length * share));
  return (input) => student.answer(input);
}

const results = await hret.compareModels({ a: studentOf(0.5), b: studentOf(1), almostB: studentOf(0.97) });

// 1. A clear case, and one that so few questions cannot decide.
for (const name of ['a', 'almostB'] as const) {
  const { difference, ci95, pValue, test, wins, losses, ties, minDetectableEffect } = hret.compareResults(
    results.b,
    results[name],
    { metric: 'accuracy' },
  );
  const verdict = pValue < 0.05 ? 'significant' : 'not significant';
  console.log(
    `b against ${name}: ${(100 * difference).toFixed(1)} points, ${verdict} (p = ${pValue.toPrecision(2)}, ${test})`,
  );
  console.log(`  95 % interval ${ci95.map((bound) => (100 * bound).toFixed(1)).join(' to ')} points`);
  console.log(`  b alone is right on ${wins}, ${name} alone on ${losses}, the same on ${ties}`);
  if (minDetectableEffect !== undefined) {
    console.log(`  so many samples usually show differences from ${(100 * minDetectableEffect).toFixed(1)} points on`);
  }
}

// 2. The numbers behind it, for a test of your own: one score a sample, at the same place in both lists.
const scoresA = results.a.scores('accuracy');
const scoresB = results.b.scores('accuracy');
const differences = scoresB.map((score, place) => score - (scoresA[place] ?? Number.NaN));
const mean = differences.reduce((sum, difference) => sum + difference, 0) / differences.length;
console.log(`From the scores themselves: ${(100 * mean).toFixed(1)} points over ${differences.length} samples`);

const regained = results.b.samples.find(({ index }) => differences[index] === 1);
console.log(`First question only b gets right: ${regained?.input.split('질문: ')[1]?.split('\n')[0]}`);
