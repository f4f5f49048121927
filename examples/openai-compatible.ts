// npm run example -- openai-compatible
//
// A model behind an HTTP server that speaks the protocol of OpenAI: OpenAI itself, vLLM, llama.cpp, Ollama, LM Studio and
// many more. So that the example needs neither network nor key, the server here is one on this machine.
import * as hret from 'hret';
import { startLoopbackLlm } from 'hret/testing';
import { noteReader } from './models/note-reader/index.js';

hret.configure({ outputDir: process.env.HRET_OUTPUT_DIR ?? './hret_results/examples/openai-compatible' });

// The server answers with noteReader, and refuses the first request, as busy servers do.
await using server = await startLoopbackLlm({
  answer: (prompt) => noteReader(prompt),
  faults: [{ kind: 'status', status: 429, headers: { 'retry-after': '0' }, message: 'too many requests' }],
});

const runner = new hret.PipelineRunner({
  dataset: 'ko_sample',
  model: 'openai',
  modelParams: {
    // For a real server change these two lines. For OpenAI itself leave out apiBase and set OPENAI_API_KEY.
    modelName: 'loopback', //                       modelName: 'gpt-4o-mini',
    apiBase: server.url, //                         apiBase: 'http://localhost:8000/v1',
    temperature: 0,
    maxTokens: 64,
  },
  maxWorkers: 8, // requests in flight
  runName: 'openai-compatible',
});
const result = await runner.run();

console.log(
  `${result.info.model}: accuracy ${result.metrics.accuracy?.toFixed(4)} over ${result.counts.total} samples`,
);
console.log(`${server.requests.length} requests, ${result.info.retries} of them a retry`);
console.log(`tokens: ${result.info.usage?.inputTokens} in, ${result.info.usage?.outputTokens} out`);
const { messages: _messages, ...settings } = server.requests[0]?.body ?? {};
console.log(`Sent with every question: ${JSON.stringify(settings)}`);
