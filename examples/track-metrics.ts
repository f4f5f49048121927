// npm run example -- track-metrics
//
// Numbers you measured yourself go into the same history as evaluations. The function is called as before and returns
// what it always returned.
import * as hret from 'hret';
import { noteReader } from './models/note-reader/index.js';

hret.configure({ outputDir: process.env.HRET_OUTPUT_DIR ?? './hret_results/examples/track-metrics' });

const DOLLARS_PER_CHARACTER = 0.00001;
const questions = [
  { ask: '질문: 훈민정음을 만든 조선의 임금은 누구입니까?\n(A) 정조\n(B) 세종\n(C) 태조', right: '(B)' },
  { ask: '질문: 대한민국에서 면적이 가장 넓은 섬은 어디입니까?\n(A) 거제도\n(B) 제주도\n(C) 강화도', right: '(B)' },
  { ask: '질문: 고려를 세운 사람은 누구입니까?\n(A) 왕건\n(B) 이성계\n(C) 대조영', right: '(A)' },
];

class Monitor {
  // Only the named numbers are recorded. A method that does not return them all does not compile.
  @hret.trackMetrics(['accuracy', 'latency', 'cost'])
  customEvaluation() {
    const startedAt = performance.now();
    const answers = questions.map(({ ask }) => noteReader(ask));
    const latency = (performance.now() - startedAt) / questions.length;
    const right = answers.filter((answer, place) => answer.includes(questions[place]?.right ?? '')).length;
    const characters = answers.join('').length;
    return {
      accuracy: right / questions.length,
      latency, // milliseconds a question
      cost: characters * DOLLARS_PER_CHARACTER,
      otherMetric: characters, // not tracked
    };
  }
}

const monitor = new Monitor();
const value = monitor.customEvaluation();
console.log(`Returned unchanged: ${Object.keys(value).join(', ')}`);
monitor.customEvaluation(); // every call is recorded

for (const { name, metrics } of await hret.getMetricsHistory()) {
  console.log(
    `${name}: ${Object.entries(metrics)
      .map(([metric, number]) => `${metric} ${number.toFixed(6)}`)
      .join(', ')}`,
  );
}

// Less latency is better, and hret knows it: "best" is the smallest.
const { _stats: latency } = await hret.compareMetric('latency');
console.log(`latency: best ${latency.best.toFixed(6)}, worst ${latency.worst.toFixed(6)}`);
