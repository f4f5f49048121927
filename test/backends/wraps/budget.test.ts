import { readFileSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { pricingOf } from '../../../src/backends/prices/price.js';
import { budget, Purse } from '../../../src/backends/wraps/budget.js';
import { BudgetManager } from '../../../src/backends/wraps/budget-manager.js';
import type { Model } from '../../../src/core/model.js';
import { HretError } from '../../../src/errors.js';
import { testWorld } from '../../../src/testing/index.js';
import { questionFor } from '../../contracts/model.js';
import { start } from '../../history/processes/start.js';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hret-test-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));
const file = () => join(folder, 'budgets.json');
const DAY = 86_400_000;

describe('BudgetManager', () => {
  it('counts what was spent by user and by model, also in another process or object', async () => {
    const budgets = new BudgetManager({ file: file() });
    await budgets.createBudget('kim', { totalUsd: 1 });
    await budgets.createBudget('lee', { totalUsd: 2, duration: 'week' });
    await budgets.updateCost('kim', { model: 'a', costUsd: 0.1 });
    await budgets.updateCost('kim', { model: 'b', costUsd: 0.2 });
    await budgets.updateCost('kim', { model: 'a', costUsd: 0.3 });
    const other = new BudgetManager({ file: file() });
    expect(await other.getCurrentCost('kim')).toBe(0.6);
    expect(await other.getModelCost('kim')).toEqual({ a: 0.4, b: 0.2 });
    expect(await other.getCurrentCost('lee')).toBe(0);
    expect(await other.getUsers()).toEqual(['kim', 'lee']);
    expect(await other.getTotalBudget('lee')).toBe(2);
    expect(JSON.parse(readFileSync(file(), 'utf8')).users.kim.currentUsd).toBe(0.6);
  });

  it('finds the price of tokens in the table, or in prices', async () => {
    const budgets = new BudgetManager({ prices: { own: { inputPerMillion: 2, outputPerMillion: 4 } } });
    await budgets.createBudget('kim', { totalUsd: 1 });
    const usage = { inputTokens: 1000, outputTokens: 1000 };
    expect(await budgets.updateCost('kim', { model: 'gpt-4o-mini', usage })).toBeCloseTo(0.00075, 10);
    expect(await budgets.updateCost('kim', { model: 'own', usage })).toBeCloseTo(0.006, 10);
    expect(await budgets.getModelCost('kim')).toEqual({ 'gpt-4o-mini': 0.00075, own: 0.006 });
    const projected = await budgets.projectedCost('kim', {
      model: 'own',
      inputText: '가'.repeat(1000),
      maxTokens: 500,
    });
    expect(projected).toBeCloseTo(0.00675 + (730 * 2 + 500 * 4) / 1e6, 8);
    expect(await budgets.projectedCost('kim', { model: 'unknown', inputText: 'x' })).toBeUndefined();
  });

  it('does not count a cost nobody knows as 0', async () => {
    const budgets = new BudgetManager();
    await budgets.createBudget('kim', { totalUsd: 1 });
    const usage = { inputTokens: 1, outputTokens: 1 };
    await expect(budgets.updateCost('kim', { model: 'unknown', usage })).rejects.toMatchObject({
      message: expect.stringContaining('not known'),
    });
    await expect(budgets.updateCost('kim', { model: 'm', costUsd: Number.NaN })).rejects.toThrow('costUsd');
    await expect(budgets.updateCost('park', { model: 'm', costUsd: 1 })).rejects.toMatchObject({ code: 'not_found' });
  });

  it.each([
    ['day', 1],
    ['week', 7],
    ['month', 28],
    ['year', 365],
  ] as const)('begins anew after a %s, which is %i days', async (duration, days) => {
    let clock = Date.UTC(2026, 0, 1);
    const budgets = new BudgetManager({ file: file(), now: () => clock });
    await budgets.createBudget('kim', { totalUsd: 1, duration });
    await budgets.updateCost('kim', { model: 'm', costUsd: 1 });
    expect(await budgets.isValidUser('kim')).toBe(false);
    clock += days * DAY - 1;
    expect(await budgets.resetOnDuration('kim')).toBe(false);
    clock += 1;
    expect(await budgets.isValidUser('kim')).toBe(true);
    expect(await budgets.getCurrentCost('kim')).toBe(0);
    expect(await budgets.resetOnDuration('kim')).toBe(false);
  });

  it('keeps what was spent when the budget is raised, and forgets it on resetCost', async () => {
    const budgets = new BudgetManager({ file: file() });
    await budgets.createBudget('kim', { totalUsd: 1 });
    await budgets.updateCost('kim', { model: 'm', costUsd: 1 });
    await budgets.createBudget('kim', { totalUsd: 3 });
    expect([await budgets.getCurrentCost('kim'), await budgets.isValidUser('kim')]).toEqual([1, true]);
    await budgets.resetCost('kim');
    expect(await budgets.getCurrentCost('kim')).toBe(0);
    expect(await budgets.getModelCost('kim')).toEqual({});
    expect(await budgets.isValidUser('nobody')).toBe(false);
  });

  it('refuses a file that holds no budgets, instead of forgetting what was spent', async () => {
    writeFileSync(file(), '{"users": {"kim": {"totalUsd": 1');
    const budgets = new BudgetManager({ file: file() });
    await expect(budgets.createBudget('kim', { totalUsd: 1 })).rejects.toMatchObject({
      code: 'store',
      message: expect.stringContaining(file()),
    });
    expect(readFileSync(file(), 'utf8')).toContain('"totalUsd": 1');
  });

  it('lets money lapse that a dead process had set aside', async () => {
    let clock = Date.UTC(2026, 0, 1);
    const budgets = new BudgetManager({ file: file(), now: () => clock });
    await budgets.createBudget('kim', { totalUsd: 1 });
    await budgets.hold('kim', 0.8);
    expect(await budgets.hold('kim', 0.8)).toMatchObject({ isHeld: false });
    clock += 20 * 60_000;
    expect(await budgets.hold('kim', 0.8)).toMatchObject({ isHeld: true });
  });

  it('is not overspent by several processes together', { timeout: 60_000 }, async () => {
    const budgets = new BudgetManager({ file: file() });
    await budgets.createBudget('kim', { totalUsd: 1 });
    const script = fileURLToPath(new URL('./processes/spend.ts', import.meta.url));
    const children = [1, 2, 3].map(() => start(script, file()));
    const paid = await Promise.all(
      children.map(async ({ stdout }) => Number(stdout === null ? 0 : await text(stdout))),
    );
    expect(paid.reduce((sum, count) => sum + count, 0)).toBe(100);
    expect(await budgets.getCurrentCost('kim')).toBe(1);
  });
});

describe('budget', () => {
  const price = async () => pricingOf({ inputPerMillion: 0, outputPerMillion: 10_000 }, 'prices'); // a cent a token
  const stage = async (totalUsd: number, generate: Model['generate'], maxOutputTokens = 10) => {
    const manager = new BudgetManager({ now: testWorld().now });
    const purse = new Purse(manager, 'run', () => manager.createBudget('run', { totalUsd }));
    const model = budget({ purse, pricing: price, maxOutputTokens })({ id: 'm', generate });
    return { manager, purse, model };
  };
  const answered = (outputTokens: number) => ({
    text: 'A',
    finish: 'stop' as const,
    usage: { inputTokens: 1, outputTokens, totalTokens: outputTokens + 1 },
  });

  it('stops before it is overspent, and says what is left to do', async () => {
    let asked = 0;
    const { manager, model } = await stage(0.35, async () => {
      asked++;
      return answered(10);
    });
    for (let n = 0; n < 3; n++) await model.generate(questionFor(`${n}`));
    const error = await model.generate(questionFor('4')).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'budget', stopsRun: true, isRetryable: false });
    expect(String(error)).toContain(
      'The budget of $0.35 is used up: $0.3 is spent, and the next request may cost $0.1',
    );
    expect(asked).toBe(3);
    expect(await manager.getCurrentCost('run')).toBe(0.3);
  });

  it('counts what is in flight, and waits for it before it gives up', async () => {
    const finish: (() => void)[] = [];
    const { manager, model } = await stage(
      0.25,
      () => new Promise((resolve) => finish.push(() => resolve(answered(1)))),
    );
    const asked = ['1', '2', '3', '4'].map((prompt) => model.generate(questionFor(prompt)));
    const turn = () => new Promise((resolve) => setImmediate(resolve));
    await turn();
    expect(finish).toHaveLength(2); // 0.10 each set aside; a third does not fit
    finish[0]?.();
    await turn();
    expect(finish).toHaveLength(3); // the first cost a cent only
    finish[1]?.();
    await turn();
    for (const end of finish) end();
    await turn();
    for (const end of finish) end();
    await Promise.all(asked);
    expect(await manager.getCurrentCost('run')).toBe(0.04);
  });

  it('lets a waiting request go when it is aborted', async () => {
    const finish: (() => void)[] = [];
    const { model } = await stage(0.1, () => new Promise((resolve) => finish.push(() => resolve(answered(1)))));
    const first = model.generate(questionFor('1'));
    const controller = new AbortController();
    const reason = new HretError('interrupted', 'stopped');
    const second = model.generate(questionFor('2', controller.signal));
    await new Promise((resolve) => setImmediate(resolve));
    controller.abort(reason);
    await expect(second).rejects.toBe(reason);
    finish[0]?.();
    await first;
    expect(finish).toHaveLength(1);
  });

  it('counts a refusal as nothing, and what may have been billed in full', async () => {
    const errors = [new HretError('model', 'no', { status: 400 }), new HretError('timeout', 'too late')];
    const { manager, model } = await stage(1, async () => {
      throw errors.shift();
    });
    await model.generate(questionFor('1')).catch(() => {});
    expect(await manager.getCurrentCost('run')).toBe(0);
    await model.generate(questionFor('2')).catch(() => {});
    expect(await manager.getCurrentCost('run')).toBe(0.1);
  });

  it('cannot be kept where nobody knows the price, which is said before the first request', async () => {
    const { purse } = await stage(1, async () => answered(1));
    let asked = 0;
    const generate = async () => {
      asked++;
      return answered(1);
    };
    const model = budget({ purse, pricing: async () => undefined })({ id: 'm', generate });
    await expect(model.generate(questionFor('1'))).rejects.toMatchObject({
      stopsRun: true,
      message: expect.stringContaining('modelParams.prices'),
    });
    expect(asked).toBe(0);
  });
});
