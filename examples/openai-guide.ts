// npm run example -- openai-guide
//
// The four ways of the guide to reach models through OpenAI's protocol: an address of one's own, a server of one's own that
// is asked what it serves, an answer in a given form, and several models in one comparison. The servers here are two on this
// machine, so that neither network nor key is needed.
import * as hret from 'hret';
import { startLoopbackLlm } from 'hret/testing';
import { z } from 'zod';
import { firstChoice } from './models/first-choice.js';
import { noteReader } from './models/note-reader/index.js';

hret.configure({ outputDir: process.env.HRET_OUTPUT_DIR ?? './hret_results/examples/openai-guide' });

await using company = await startLoopbackLlm({
  answer: (prompt, { model }) => (model === 'small' ? firstChoice(prompt) : noteReader(prompt)),
  models: ['small', 'large'],
});
await using desk = await startLoopbackLlm({
  answer: (prompt, body) =>
    body.response_format === undefined ? noteReader(prompt) : JSON.stringify({ answer: noteReader(prompt) }),
  models: ['qwen-on-my-desk'],
  abilities: { choice: 'structured_outputs' },
});

const evaluator = new hret.Evaluator({ dataset: 'ko_sample', subset: ['역사'], split: 'test' });

// 1. OpenAI's protocol at an address of one's own. The guide's address ends in /chat/completions, which is fine.
const custom = await evaluator.run({
  model: 'openai',
  modelParams: {
    apiBase: `${company.url}/chat/completions`,
    apiKey: 'sk-not-a-real-key',
    modelName: 'large',
    systemMessage: '주어진 질문에 답하십시오.',
    maxTokens: 64,
    stream: true,
  },
  runName: 'custom',
});
show('custom', custom);

// 2. A server of one's own: no name, no key. With guidedChoice it can only answer with one of the options.
const own = await evaluator.run({
  model: 'vllm',
  modelParams: { apiBase: desk.url, guidedChoice: true },
  runName: 'self-hosted',
});
show('self-hosted', own);

// 3. Answers in a given form, checked. partial_match finds the right option in the JSON's text.
const formed = await evaluator.run({
  evaluationMethod: 'partial_match',
  model: 'openai',
  modelParams: {
    apiBase: desk.url,
    modelName: 'qwen-on-my-desk',
    responseFormat: z.object({ answer: z.string() }),
    logprobs: true,
  },
  runName: 'in-a-form',
});
show('in-a-form', formed);
console.log(`asked for: ${JSON.stringify(desk.requests.at(-1)?.body.response_format)}`);

// 4. Several models over the same questions.
const apiBase = company.url;
const comparison = await evaluator.compare({
  models: [
    { model: 'openai', modelParams: { modelName: 'small', apiBase }, name: 'small' },
    { model: 'openai', modelParams: { modelName: 'large', apiBase }, name: 'large' },
    { model: 'vllm', modelParams: { apiBase: desk.url }, name: 'desk' },
  ],
});
console.log('accuracy:', comparison.toDataFrame().accuracy);

function show(name: string, { info, metrics, counts }: hret.EvaluationResult): void {
  console.log(`${name}: ${info.model}, accuracy ${metrics.accuracy?.toFixed(4)} over ${counts.total} samples`);
}
