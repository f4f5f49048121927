// deepeval scores test cases that are answered already, so the loop is the user's; `evaluate` with its own exact-match
// metric does the scoring, and writes its report. The indicator is off: a bar for each test case would only cost it time.
import { evaluate, LLMTestCase, metrics } from 'deepeval';
import { ask, eachOf, report, samples } from './ask.mjs';

const cases = await eachOf(
  samples(),
  async ({ id, prompt, reference }) =>
    new LLMTestCase({ name: id, input: prompt, actualOutput: await ask(prompt), expectedOutput: reference }),
);
const { testResults } = await evaluate(cases, [new metrics.ExactMatchMetric()], {
  displayConfig: { showIndicator: false, printResults: false, fileOutputDir: process.env.BENCH_RESULTS },
});
report(testResults.filter(({ success }) => success).length / testResults.length);
