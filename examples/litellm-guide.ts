// npm run example -- litellm-guide
//
// The four ways of the guide to reach models by LiteLLM's names: a provider in front of the model, the provider apart, a
// LiteLLM proxy, and several models in one comparison; then the calls a program of LiteLLM's makes itself. The services here
// are two servers on this machine that speak the protocols of OpenAI and Anthropic, so that neither network nor key is needed.
import * as hret from 'hret';
import { startLoopbackLlm } from 'hret/testing';
import { firstChoice } from './models/first-choice.js';
import { noteReader } from './models/note-reader/index.js';

hret.configure({ outputDir: process.env.HRET_OUTPUT_DIR ?? './hret_results/examples/litellm-guide' });

await using anthropic = await startLoopbackLlm({ answer: (prompt) => noteReader(prompt) });
await using proxy = await startLoopbackLlm({
  answer: (prompt, { model }) => ({
    text: model === 'small' ? firstChoice(prompt) : noteReader(prompt),
    headers: { 'x-litellm-response-cost': '0.0005', 'x-litellm-call-id': `call-${++calls}` },
  }),
});
let calls = 0;

const evaluator = new hret.Evaluator({ dataset: 'ko_sample', subset: ['역사'], split: 'test' });
const apiKey = 'sk-not-a-real-key';

// 1. The provider is in front of the model. Each provider is asked in its own protocol.
const named = await evaluator.run({
  model: 'litellm',
  modelParams: { modelName: 'anthropic/claude-3-5-haiku-20241022', apiBase: anthropic.url, apiKey, maxTokens: 64 },
  runName: 'named',
});
show('named', named);
console.log(`asked at: ${anthropic.requests.at(-1)?.path}`);

// 2. The provider apart, as the Python toolkit has it.
const apart = await evaluator.run({
  model: 'litellm',
  modelParams: {
    provider: 'openai',
    model_name: 'gpt-4o-mini',
    api_base: proxy.url,
    api_key: apiKey,
    max_new_tokens: 64,
  },
  runName: 'apart',
});
show('apart', apart);

// 3. A LiteLLM proxy tells what each answer cost, and which call of its own it was.
const proxied = await evaluator.run({
  model: 'litellm',
  modelParams: { modelName: 'litellm_proxy/large', apiBase: proxy.url, apiKey },
  runName: 'proxied',
});
show('proxied', proxied);
console.log(`cost: ${proxied.info.costUsd?.toFixed(4)} dollars`);

// 4. Several models over the same questions.
const comparison = await evaluator.compare({
  models: [
    { model: 'litellm', modelParams: { modelName: 'litellm_proxy/small', apiBase: proxy.url, apiKey }, name: 'small' },
    { model: 'litellm', modelParams: { modelName: 'litellm_proxy/large', apiBase: proxy.url, apiKey }, name: 'large' },
    {
      model: 'litellm',
      modelParams: { modelName: 'anthropic/claude', apiBase: anthropic.url, apiKey },
      name: 'claude',
    },
  ],
});
console.log('accuracy:', comparison.toDataFrame().accuracy);

// LiteLLM's own calls: a mock, a stream put together again, and the cost of an answer as a callback is told it.
const messages: hret.ChatMessage[] = [{ role: 'user', content: '질문: 3 더하기 4는?' }];
const mocked = await hret.completion({ model: 'gpt-4o-mini', messages, mockResponse: '정답: 7' });
console.log(`mock: ${mocked.choices[0]?.message.content}`);

const chunks: hret.ChatChunk[] = [];
const large = { model: 'litellm_proxy/large', apiBase: proxy.url, apiKey };
for await (const chunk of await hret.completion({ ...large, messages, stream: true })) chunks.push(chunk);
console.log(`stream: ${hret.streamChunkBuilder(chunks).choices[0]?.message.content}`);

await hret.completion({
  ...large,
  messages,
  onSuccess: ({ responseCost }) => console.log(`callback: ${responseCost}`),
});

function show(name: string, { info, metrics, counts }: hret.EvaluationResult): void {
  console.log(`${name}: ${info.model}, accuracy ${metrics.accuracy?.toFixed(4)} over ${counts.total} samples`);
}
