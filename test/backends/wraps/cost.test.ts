import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { costAt } from '../../../src/backends/prices/price.js';
import { isNearby, PRICE_TABLE, pricingFor } from '../../../src/backends/prices/price-table.js';
import { cost } from '../../../src/backends/wraps/cost.js';
import { scriptedModel } from '../../../src/testing/index.js';
import { questionFor } from '../../contracts/model.js';

const now = () => Date.UTC(2026, 9, 1);
const OPENAI = 'https://api.openai.com/v1';
const pricing = (model: string, baseUrl = OPENAI, prices = {}) => pricingFor({ model, baseUrl, prices, now });
const million = { inputTokens: 1e6, outputTokens: 1e6 };

describe('the price of a model', () => {
  it('is that of the table for the service at this address, a dated name of a model included', async () => {
    const known = await pricing('gpt-4o-mini');
    expect(known?.costOf(million)).toBeCloseTo(0.75, 10); // $0.15 in, $0.60 out
    expect(known?.costOf({ ...million, cachedInputTokens: 1e6 })).toBeCloseTo(0.675, 10); // $0.075 from the cache
    expect((await pricing('gpt-4o-mini-2024-07-18'))?.costOf(million)).toBeCloseTo(0.75, 10);
    expect(known?.source).toContain(PRICE_TABLE.version);
  });

  it('has steps where the service has', async () => {
    const known = await pricing('gemini-2.5-pro', 'https://generativelanguage.googleapis.com/v1beta/openai');
    const short = known?.costOf({ inputTokens: 100_000, outputTokens: 0 }) ?? 0;
    const long = known?.costOf({ inputTokens: 300_000, outputTokens: 0 }) ?? 0;
    expect(short).toBeGreaterThan(0);
    expect(long / 3).toBeGreaterThan(short * 1.5);
  });

  it.each([
    ['no-such-model', OPENAI],
    ['gpt-4o-mini', 'http://127.0.0.1:8000/v1'],
    ['gpt-4o-mini', 'https://llm.example.com/v1'],
  ])('is unknown for %s at %s, and not 0', async (model, baseUrl) => {
    expect(await pricing(model, baseUrl)).toBeUndefined();
  });

  it('is what the user says, first of all', async () => {
    const own = {
      'gpt-4o-mini': { inputPerMillion: 1, outputPerMillion: 2, cachedInputPerMillion: 0.5, perRequest: 0.25 },
    };
    const known = await pricing('gpt-4o-mini', 'http://localhost:8000/v1', own);
    expect(known?.costOf({ ...million, cachedInputTokens: 400_000 })).toBeCloseTo(0.6 + 0.2 + 2 + 0.25, 10);
    expect(known?.source).toBe('prices');
  });

  it('says nothing about an answer whose tokens were not counted', async () => {
    expect((await pricing('gpt-4o-mini'))?.costOf({ inputTokens: 5 })).toBeUndefined();
    expect(costAt({ inputPerMillion: 1, outputPerMillion: 1 }, { outputTokens: 5 })).toBeUndefined();
  });

  it('is from the version of the table that is installed', () => {
    const installed = JSON.parse(readFileSync(`node_modules/${PRICE_TABLE.name}/package.json`, 'utf8')) as {
      version: string;
    };
    expect(installed.version).toBe(PRICE_TABLE.version);
  });

  it.each([
    'http://localhost:8000/v1',
    'http://10.1.2.3/v1',
    'http://192.168.0.2/v1',
    'http://[::1]:1/v1',
    'http://gpu.local/v1',
    'http://vllm/v1',
  ])('is looked up nowhere for %s', (url) => expect(isNearby(url)).toBe(true));
  it.each([OPENAI, 'https://172.64.0.1/v1'])('is looked up for %s', (url) => expect(isNearby(url)).toBe(false));
});

describe('cost', () => {
  const known = async () => pricing('m', OPENAI, { m: { inputPerMillion: 1e6, outputPerMillion: 1e6 } });
  const usage = { inputTokens: 2, outputTokens: 3 };

  it('is filled in from the tokens', async () => {
    expect(await cost(known)(scriptedModel([{ text: 'A', usage }])).generate(questionFor('하나'))).toMatchObject({
      costUsd: 5,
    });
  });

  it('is what the service says it is, where it does', async () => {
    const model = cost(known)(scriptedModel([{ text: 'A', usage, costUsd: 0.5 }]));
    expect(await model.generate(questionFor('하나'))).toMatchObject({ costUsd: 0.5 });
  });

  it('stays unknown where nobody knows it', async () => {
    for (const [price, answer] of [
      [async () => undefined, { text: 'A', usage }],
      [known, { text: 'A' }],
    ] as const) {
      expect(await cost(price)(scriptedModel([answer])).generate(questionFor('하나'))).not.toHaveProperty('costUsd');
    }
  });
});
