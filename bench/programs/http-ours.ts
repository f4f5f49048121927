// What a user writes to run a benchmark file against an OpenAI-compatible server: journal, history and scoring as they come.
import { PipelineRunner } from 'hret';
import { programInput } from '../lib/program.js';
import { type HttpInput, measured } from './http-report.js';

const { samples, apiBase, concurrency, outputDir } = programInput<HttpInput>();

const runner = new PipelineRunner({
  dataset: 'generic_file',
  datasetParams: { path: samples, inputCol: 'prompt' },
  model: 'openai',
  modelParams: { modelName: 'loopback', apiBase, apiKey: 'none' },
  evaluationMethod: 'string_match',
  maxWorkers: concurrency,
  outputDir,
});
await measured(async () => {
  const { counts, metrics } = await runner.run();
  return { done: counts.scored, right: Math.round((metrics.accuracy ?? 0) * counts.scored) };
});
