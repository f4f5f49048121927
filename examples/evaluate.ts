// npm run example -- evaluate
//
// A function becomes a model that can be evaluated: as a wrapper around it, or as a decorator on a method.
import * as hret from 'hret';
import { firstChoice } from './models/first-choice.js';
import { noteReader } from './models/note-reader/index.js';

hret.configure({
  defaultDataset: 'ko_sample', // comes with hret: 192 Korean questions, no download
  outputDir: process.env.HRET_OUTPUT_DIR ?? './hret_results/examples/evaluate',
});

// 1. The wrapper form. It works on every function, and in plain JavaScript.
const myModel = hret.evaluate({ evaluationMethod: 'string_match' })(async function myModel(input: string) {
  return noteReader(input); // yours would be: client.generate(input)
});

// With an argument it is still your function …
const question = '다음 문제를 풀고, 마지막 줄에 "정답: X"라고 쓰십시오. X는 숫자입니다.\n\n질문: 17 + 25는 얼마입니까?';
console.log(`Asked one question, it says "${await myModel(question)}".`);

// … and without one it is run over the benchmark.
const result = await myModel();
console.log(`myModel: accuracy ${result.metrics.accuracy?.toFixed(4)} over ${result.counts.total} samples`);

// The same once more, with some options changed.
const history = await myModel.evaluate({ subset: '역사', runName: 'myModel, history only' });
console.log(`myModel on 역사: accuracy ${history.metrics.accuracy?.toFixed(4)} over ${history.counts.total} samples`);

// 2. The decorator form, for methods. `this` is the object, so a method can use its client, its settings, its counters.
class Models {
  timesAsked = 0;

  @hret.evaluate({ runName: 'first-choice' })
  firstChoice(input: string): string {
    this.timesAsked += 1;
    return firstChoice(input);
  }
}

const models = new Models();
const results = await hret.run(models);
console.log(
  `firstChoice: accuracy ${results.firstChoice.metrics.accuracy?.toFixed(4)}, asked ${models.timesAsked} times`,
);
