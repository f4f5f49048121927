import { describe, expect, it } from 'vitest';
import { parseOptions } from '../../src/core/plugin-options.js';
import type { SampleResult } from '../../src/core/sample-result.js';
import { HretError } from '../../src/errors.js';
import { type CustomEvaluator, plugin } from '../../src/evaluators/custom.js';
import { made, scoreOf, textOf } from './scoring.js';

function resultOf(index: number, prediction: string | undefined, more: Partial<SampleResult> = {}): SampleResult {
  return {
    id: `s${index}`,
    index,
    input: '질문',
    reference: `r${index}`,
    evaluation: {},
    scores: {},
    status: 'scored',
    latencyMs: 1,
    metadata: {},
    ...(prediction !== undefined && { prediction }),
    ...more,
  };
}

async function summaryOf(customEvaluator: unknown, results: readonly SampleResult[] = [resultOf(0, 'x')]) {
  const evaluator = await made(plugin, { custom_evaluator: customEvaluator });
  return evaluator.summarize?.(results);
}

describe('the custom evaluator', () => {
  it('gets the answers and references in dataset order and gives their metrics', async () => {
    const seen: unknown[] = [];
    const customEvaluator: CustomEvaluator = (predictions, references) => {
      seen.push(predictions, references);
      return { f1: 0.5, length: predictions.length };
    };
    expect(await summaryOf(customEvaluator, [resultOf(0, 'a'), resultOf(1, 'b')])).toEqual({ f1: 0.5, length: 2 });
    expect(seen).toEqual([
      ['a', 'b'],
      ['r0', 'r1'],
    ]);
  });

  it('may be asynchronous', async () => {
    expect(await summaryOf(async () => ({ accuracy: 1 }))).toEqual({ accuracy: 1 });
  });

  it('leaves out samples that failed and answers that were withheld, and keeps those that were cut off', async () => {
    const results = [
      resultOf(0, 'a'),
      resultOf(1, undefined, { status: 'failed', stage: 'ask', error: 'no' }),
      resultOf(2, 'c', { status: 'failed', stage: 'score', error: 'no' }),
      resultOf(3, '', { status: 'unscored', finish: 'filter' }),
      resultOf(4, 'e', { status: 'truncated', finish: 'length' }),
      resultOf(5, 'f', { status: 'unscored' }),
    ];
    const seen: string[] = [];
    await summaryOf((predictions: string[], references: string[]) => {
      seen.push(...predictions, ...references);
      return {};
    }, results);
    expect(seen).toEqual(['a', 'e', 'f', 'r0', 'r4', 'r5']);
  });

  it('is not called when there is no answer', async () => {
    const never = () => {
      throw new Error('called');
    };
    expect(await summaryOf(never, [resultOf(0, undefined, { status: 'failed' })])).toEqual({});
  });

  it('reads a sample without giving it a value of its own', async () => {
    const evaluator = await made(plugin, { customEvaluator: () => ({}) });
    expect(await scoreOf(evaluator, textOf('x'), 'y')).toEqual({ status: 'scored', values: {} });
  });

  it.each([
    [{ f1: Number.NaN }, /gave NaN for f1/],
    [{ f1: Number.POSITIVE_INFINITY }, /gave Infinity for f1/],
    [{ f1: undefined }, /gave nothing for f1/],
    [{ f1: '0.5' }, /gave a string for f1/],
    [{ f1: null }, /gave null for f1/],
    [undefined, /returned nothing/],
    [0.5, /returned a number/],
    [[0, 1], /returned a list/],
  ])('that returns %j is a scoring error that says so', async (returned, message) => {
    const failure = summaryOf(() => returned);
    await expect(failure).rejects.toThrow(message);
    await expect(failure).rejects.toMatchObject({ name: 'HretError', code: 'scoring' });
  });

  it('that throws is a scoring error with the cause', async () => {
    const cause = new TypeError('boom');
    const failure = summaryOf(() => {
      throw cause;
    });
    await expect(failure).rejects.toMatchObject({ code: 'scoring', message: 'customEvaluator failed: boom', cause });
  });

  it.each([{}, { customEvaluator: 'accuracy' }])('without a function is refused with an example: %j', (params) => {
    const parse = () => parseOptions(plugin, 'evaluatorParams', params);
    expect(parse).toThrow(HretError);
    expect(parse).toThrow(
      'evaluatorParams.customEvaluator: expected a function, for example customEvaluator: (predictions, references) =>',
    );
  });
});
