import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import type { EvaluateOptions } from '../../src/index.js';
import * as hret from '../../src/index.js';
import { type Fault, type LoopbackLlm, type LoopbackOptions, startLoopbackLlm } from '../../src/testing/index.js';
import { useOutputDir } from '../temp-dir.js';

const outputDir = useOutputDir();
let llm: LoopbackLlm | undefined;
afterEach(() => llm?.close());

const N = 40;

async function run(params: object = {}, loopback: LoopbackOptions = {}) {
  llm = await startLoopbackLlm({ answer: (prompt) => `정답: ${prompt}`, ...loopback });
  const path = join(outputDir(), 'rows.jsonl');
  const rows = Array.from({ length: N }, (_, n) => JSON.stringify({ input: `질문 ${n}`, reference: `질문 ${n % 2}` }));
  writeFileSync(path, rows.join('\n'));
  const place = { modelName: 'm', apiBase: llm.url };
  const options: EvaluateOptions = {
    ...{ dataset: 'generic_file', datasetParams: { path }, model: 'openai', modelParams: place },
    ...{ evaluationMethod: 'semantic_similarity', maxWorkers: 16, languagePenalize: false },
    evaluatorParams: { embedder: 'openai', embedderParams: { ...place, ...params } },
  };
  const result = await new hret.PipelineRunner(options).run();
  const embedded = llm.requests.filter(({ path }) => path === '/v1/embeddings');
  return { result, embedded };
}
const textsIn = (requests: readonly { readonly body: object }[]) =>
  requests.flatMap(({ body }) => (body as { input: string[] }).input);

describe('semantic_similarity with an embedder by name', () => {
  it('asks the backend for embeddings, of several samples in one request', async () => {
    const { result, embedded } = await run();
    expect(result.counts).toMatchObject({ total: N, scored: N });
    expect(result.samples[0]?.scores.similarity).toBeCloseTo(1, 10);
    expect(result.samples[2]?.scores.similarity).toBeLessThan(1);
    expect(textsIn(embedded)).toHaveLength(2 * N);
    expect(embedded.length).toBeLessThan(N);
    expect(Math.max(...embedded.map(({ body }) => textsIn([{ body }]).length))).toBeGreaterThan(2);
  });

  it('sends further fields, and keeps no key in the record of the run', async () => {
    const { result, embedded } = await run({ extraBody: { dimensions: 8 }, apiKey: 'sk-for-embeddings' });
    expect(embedded[0]?.body).toMatchObject({ model: 'm', dimensions: 8, encoding_format: 'float' });
    expect(embedded[0]?.headers.authorization).toBe('Bearer sk-for-embeddings');
    const record = readFileSync(join(outputDir(), 'runs', String(result.info.runId), 'run.json'), 'utf8');
    expect(record).toContain('"embedder": "openai"');
    expect(record).not.toContain('sk-for-embeddings');
  });

  it('asks again what failed for the moment', async () => {
    const once = new Set<string>();
    const faults = ({ path, prompt }: { path: string; prompt: string }): Fault | undefined => {
      if (path !== '/v1/embeddings' || once.size > 0) return undefined;
      once.add(prompt);
      return { kind: 'status', status: 503 };
    };
    const { result } = await run({}, { faults });
    expect(result.counts.scored).toBe(N);
  });

  it('fails only the sample whose text the service refuses', async () => {
    const faults = ({ path, body }: { path: string; body: object }): Fault | undefined =>
      path === '/v1/embeddings' && textsIn([{ body }]).includes('질문 7') ? { kind: 'status', status: 400 } : undefined;
    const { result } = await run({}, { faults });
    expect(result.counts).toMatchObject({ scored: N - 1, failed: 1 });
    expect(result.samples[7]).toMatchObject({ status: 'failed' });
  });

  it('refuses a backend without embeddings, and params that only answers have', async () => {
    const asked = (evaluatorParams: hret.Params) =>
      hret.score([{ reference: 'a', prediction: 'a' }], { evaluationMethod: 'semantic_similarity', evaluatorParams });
    const place = { modelName: 'm', apiBase: 'http://127.0.0.1:9/v1' };
    await expect(asked({ embedder: 'baseline', embedderParams: {} })).rejects.toThrow(
      /"baseline" gives no embeddings\. Use .*openai/,
    );
    await expect(asked({ embedder: 'openai', embedderParams: { ...place, cache: true } })).rejects.toThrow(
      /embedderParams\.cache .*no effect on embeddings/,
    );
    await expect(asked({ embedder: 'opnai' })).rejects.toThrow(/Did you mean "openai"/);
    await expect(
      asked({ embedder: { id: 'x', embed: async () => [] }, embedderParams: { a: 1 } } as never),
    ).rejects.toThrow(/takes no params/);
  });
});
