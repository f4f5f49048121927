// An agent on an OpenAI-compatible address, a scorer made with `createScorer`, and `runEvals` over both, as on its pages.
// `runEvals` returns averages and keeps nothing on disk without a storage, so the answers are written to a file here.
import { Agent } from '@mastra/core/agent';
import { createScorer, runEvals } from '@mastra/core/evals';
import { keep, report, samples } from './ask.mjs';

const agent = new Agent({
  id: 'loopback',
  name: 'loopback',
  instructions: '',
  model: { id: 'loopback/loopback', url: process.env.BENCH_URL, apiKey: 'none' },
});
const exact = createScorer({ id: 'exact', description: 'the answer is the reference', type: 'agent' }).generateScore(
  ({ run }) => Number(textOf(run.output) === run.groundTruth),
);
const answers = [];
const { scores } = await runEvals({
  target: agent,
  data: samples().map(({ prompt, reference }) => ({ input: prompt, groundTruth: reference })),
  scorers: [exact],
  concurrency: 64,
  onItemComplete: ({ item, targetResult }) => {
    answers.push({ input: item.input, output: targetResult.text });
  },
});
keep(answers);
report(scores.exact);

function textOf(messages) {
  return messages
    .flatMap(({ content }) => content.parts.filter(({ type }) => type === 'text').map(({ text }) => text))
    .join('');
}
