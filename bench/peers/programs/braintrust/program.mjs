// `Eval` with a task, a scorer of autoevals and `maxConcurrency`: the first example of its pages. Nothing is sent
// (`noSendLogs`), so what it leaves behind is the summary and the results it returns, which are written to a file.
import { ExactMatch } from 'autoevals';
import { Eval } from 'braintrust';
import { ask, keep, report, samples } from './ask.mjs';

const { summary, results } = await Eval(
  'loopback',
  {
    data: () => samples().map(({ prompt, reference }) => ({ input: prompt, expected: reference })),
    task: ask,
    scores: [ExactMatch],
    maxConcurrency: 64,
  },
  { noSendLogs: true },
);
keep(results);
report(summary.scores.ExactMatch.score);
