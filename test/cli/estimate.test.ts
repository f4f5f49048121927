import { describe, expect, it } from 'vitest';
import type { Estimate } from '../../src/api/estimate.js';
import { tokenCounterFor } from '../../src/api/token-counter.js';
import { estimateTokens } from '../../src/util/token-estimate.js';
import { useOutputDir } from '../temp-dir.js';
import { hret } from './run-cli.js';

useOutputDir();
const estimate = async (params: Readonly<Record<string, unknown>>, ...flags: readonly string[]): Promise<Estimate> => {
  const args = ['--dataset', 'ko_sample', '--model', 'openai', '--model-params', JSON.stringify(params)];
  const { code, out, err } = await hret('estimate', ...args, '--json', ...flags);
  expect(err).toBe('');
  expect(code).toBe(0);
  return JSON.parse(out) as Estimate;
};

describe('hret estimate', () => {
  it('counts samples, requests and tokens, prices them and bounds the time, without a key and without a request', async () => {
    const made = await estimate(
      { modelName: 'gpt-4o-mini', maxTokens: 512, requestsPerMinute: 6 },
      ...['--limit', '30', '--trials', '2', '--output-tokens', '100'],
    );
    expect(made).toMatchObject({
      model: 'openai/gpt-4o-mini',
      samples: 30,
      requests: 60,
      outputTokens: { typical: 6000, most: 60 * 512 },
      timeMs: { typical: 600_000, most: 600_000 },
      timeBoundBy: 'requestsPerMinute',
      tokensCountedBy: 'gpt-tokenizer (o200k_base)',
    });
    const costOf = (output: number) => (made.inputTokens * 0.15 + output * 0.6) / 1e6;
    expect(made.costUsd?.typical).toBeCloseTo(costOf(6000), 10);
    expect(made.costUsd?.most).toBeCloseTo(costOf(60 * 512), 10);
    expect(made.priceSource).toContain('genai-prices');
    const [once, twice] = [await estimate({ modelName: 'gpt-4o-mini' }, '--limit', '30'), made];
    expect(twice.inputTokens).toBe(2 * once.inputTokens);
  });

  it('knows the prices behind provider/model', async () => {
    const made = await estimate({ modelName: 'openai/gpt-4o-mini', maxNewTokens: 8 }, '--model', 'litellm');
    expect(made.model).toBe('openai/gpt-4o-mini');
    expect(made.costUsd?.most).toBeCloseTo((made.inputTokens * 0.15 + made.requests * 8 * 0.6) / 1e6, 10);
    const claude = await estimate({ modelName: 'claude-3-5-haiku-20241022' }, '--model', 'litellm');
    expect(claude.model).toBe('anthropic/claude-3-5-haiku-20241022');
    expect(claude.costUsd?.typical).toBeGreaterThan(0);
  });

  it('has no most without maxTokens, and no cost where nobody says the price', async () => {
    const made = await estimate({ modelName: 'own', apiBase: 'http://127.0.0.1:8000/v1' });
    expect(made.outputTokens).not.toHaveProperty('most');
    expect(made).not.toHaveProperty('costUsd');
    expect(made.assumptions.join('\n')).toMatch(/no most[\s\S]*Nobody says what own costs on a server of your own/);
    const priced = await estimate({
      modelName: 'own',
      apiBase: 'http://127.0.0.1:8000/v1',
      prices: { own: { inputPerMillion: 1, outputPerMillion: 0 } },
    });
    expect(priced.costUsd?.typical).toBeCloseTo(priced.inputTokens / 1e6, 10);
  });

  it('counts what stands before every question', async () => {
    const plain = await estimate({ modelName: 'gpt-4o-mini' }, '--limit', '20');
    const longer = await estimate({ modelName: 'gpt-4o-mini', systemMessage: '한국어로 답하십시오.' }, '--limit', '20');
    const { countTokens } = await tokenCounterFor('gpt-4o-mini');
    expect(longer.inputTokens - plain.inputTokens).toBe(20 * countTokens('한국어로 답하십시오.'));
  });

  it('prints a table and says what it assumes', async () => {
    const params = JSON.stringify({ modelName: 'gpt-4o-mini' });
    const { out } = await hret('estimate', '--dataset', 'ko_sample', '--model', 'openai', '--model-params', params);
    expect(out).toMatch(/input tokens\s+[\d,]+/);
    expect(out).toMatch(/cost\s+\$0\.\d+/);
    expect(out).toContain('say better with --output-tokens');
  });

  it('refuses what a run would refuse', async () => {
    const { code, err } = await hret('estimate', '--dataset', 'ko_sample', '--model', 'opnai');
    expect([code, err]).toEqual([2, expect.stringContaining('Did you mean "openai"?')]);
    expect((await hret('estimate', '--model', 'openai', '--output-tokens', 'many')).err).toContain('--output-tokens');
  });
});

it.each([
  '대한민국의 수도는 서울이며, 한강을 중심으로 북쪽과 남쪽으로 나뉜다. 다음 글을 읽고 물음에 답하시오.',
  'The capital of Korea is Seoul, which lies on both sides of the Han river. Read the text and answer the question.',
  '다음 중 옳은 것을 고르시오.\n(A) 서울 (B) 부산 (C) 대구 (D) 인천\n정답:',
])('the estimate of tokens is near the count of a tokenizer: %s', async (text) => {
  const { countTokens } = await tokenCounterFor('gpt-4o');
  expect(estimateTokens(text) / countTokens(text)).toBeGreaterThan(0.75);
  expect(estimateTokens(text) / countTokens(text)).toBeLessThan(1.3);
});

it.each([
  ['gpt-4', 'cl100k_base'],
  ['gpt-4-turbo', 'cl100k_base'],
  ['gpt-4.1-mini', 'o200k_base'],
  ['openai/gpt-4o', 'o200k_base'],
  ['o3', 'o200k_base'],
])('%s is counted with %s', async (model, encoding) => {
  expect((await tokenCounterFor(model)).name).toBe(`gpt-tokenizer (${encoding})`);
});
