// The backend, the scorer, the journal and the history as they come: what a user of hret writes.
import { hret } from 'hret';

const result = await new hret.PipelineRunner({
  dataset: 'generic_file',
  datasetParams: { path: process.env.BENCH_SAMPLES, inputCol: 'prompt' },
  model: 'openai',
  modelParams: { modelName: 'loopback', apiBase: process.env.BENCH_URL, apiKey: 'none' },
  evaluationMethod: 'string_match',
  maxWorkers: 64,
  outputDir: process.env.BENCH_RESULTS,
}).run();

process.stdout.write(`\n${JSON.stringify({ accuracy: result.metrics.accuracy })}\n`);
