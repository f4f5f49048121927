import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import type { Progress } from '../../src/index.js';
import * as hret from '../../src/index.js';
import { useOutputDir } from '../temp-dir.js';
import { adder, halfAdder, sums } from './rows.js';

const outputDir = useOutputDir();

describe('evaluating a function', () => {
  it('really calls it, once for every sample, with the text of the sample', async () => {
    const inputs: string[] = [];
    const model = hret.evaluate(sums(outputDir()))(async (input: string) => {
      inputs.push(input);
      return adder(input);
    });
    const result = await model();
    expect(inputs.sort()).toEqual(Array.from({ length: 20 }, (_, i) => `${i}+${i}`).sort());
    expect(result.metrics.accuracy).toBe(1);
  });

  it('gives different models different numbers', async () => {
    const results = await hret.compareModels(
      { right: adder, wrong: () => 'WRONG', half: halfAdder },
      sums(outputDir()),
    );
    expect(results.right.metrics.accuracy).toBe(1);
    expect(results.wrong.metrics.accuracy).toBe(0);
    expect(results.half.metrics.accuracy).toBe(0.5);
  });

  it('uses the configured dataset and the configured way of scoring when nothing is said', async () => {
    const { datasetParams } = sums(outputDir());
    hret.configure({ defaultDataset: 'generic_file', datasetParams, languagePenalize: false });
    expect((await hret.quickEval(adder)).metrics.accuracy).toBe(1);
    expect((await hret.quickEval(adder)).info).toMatchObject({ dataset: 'generic_file', evaluators: ['string_match'] });
  });

  it('takes the default split of the settings where a dataset has it, and says so where it has not', async () => {
    const options = sums(outputDir(), 4);
    hret.configure({ defaultSplit: 'train' });
    const bundled = await hret.quickEval(() => '정답: (A)', { dataset: 'ko_sample', limit: 4 });
    expect(bundled.info.split).toBe('train');
    const own = await hret.quickEval(adder, options);
    expect(own.metrics.accuracy).toBe(1);
    expect(own.info.warnings).toEqual([expect.stringContaining('"generic_file" has no split "train"')]);
    await expect(hret.quickEval(adder, { ...options, split: 'train' })).rejects.toMatchObject({ code: 'usage' });
  });

  it('accepts the spellings of the Python guide', async () => {
    const { datasetParams } = sums(outputDir());
    const options = {
      dataset_name: 'generic_file',
      dataset_params: datasetParams,
      evaluation_method_name: 'partial_match',
      language_penalize: false,
    };
    const result = await hret.quickEval(adder, options as hret.EvaluateOptions);
    expect(result.info.evaluators).toEqual(['partial_match']);
  });

  it('refuses an unknown option with a suggestion', async () => {
    await expect(hret.quickEval(adder, { datset: 'kmmlu' } as hret.EvaluateOptions)).rejects.toThrow(
      /datset.*Did you mean "dataset"/s,
    );
  });

  it('reads sync, async, streaming and structured answers', async () => {
    const options = sums(outputDir(), 5);
    const stream = async function* (input: string) {
      for (const digit of adder(input)) yield digit;
    };
    const structured = (input: string) => ({
      text: adder(input),
      usage: { inputTokens: 3, outputTokens: 1 },
      costUsd: 0.01,
      metadata: { seed: 7 },
    });
    const results = await hret.compareModels(
      { sync: adder, async: async (input: string) => adder(input), stream, structured },
      options,
    );
    for (const result of Object.values(results)) expect(result.metrics.accuracy).toBe(1);
    expect(results.structured.info).toMatchObject({ costUsd: 0.05, usage: { inputTokens: 15, outputTokens: 5 } });
    expect(results.structured.samples[0]?.metadata).toMatchObject({ model: { seed: 7 } });
  });

  it('shows every way a function can fail for what it is', async () => {
    const model = async (input: string) => {
      if (input === '1+1') throw new Error('connection lost');
      if (input === '2+2') return undefined as unknown as string;
      if (input === '3+3') return new Promise<string>(() => {});
      return adder(input);
    };
    const result = await hret.quickEval(model, sums(outputDir(), 10, { timeoutMs: 100 }));
    expect(result.counts).toEqual({ total: 10, scored: 7, unscored: 0, failed: 3, truncated: 0 });
    expect(result.stats.accuracy).toMatchObject({ n: 7, unscored: 0, mean: 1 });
    expect(result.samples[1]?.error).toBe('connection lost');
    expect(result.samples[2]?.error).toMatch(/undefined/);
    expect(result.samples[3]?.error).toMatch(/100 ms/);
  });

  it('fails above maxFailures with the first errors, and with a code', async () => {
    const model = () => {
      throw new Error('429 from upstream');
    };
    const failing = hret.quickEval(model, sums(outputDir(), 20, { maxFailures: 2 }));
    await expect(failing).rejects.toMatchObject({ code: 'too_many_failures' });
    await expect(failing).rejects.toThrow(/maxFailures.*429 from upstream/s);
  });

  it('rejects when nothing was answered, instead of giving an empty result', async () => {
    const model = () => {
      throw new Error('down');
    };
    await expect(hret.quickEval(model, sums(outputDir(), 3))).rejects.toMatchObject({ code: 'nothing_scored' });
  });

  it('writes nothing when the dataset has a bad row', async () => {
    const options = sums(outputDir(), 3);
    const params = { ...options.datasetParams, referenceCol: 'answr' };
    await expect(hret.quickEval(adder, { ...options, datasetParams: params })).rejects.toMatchObject({ code: 'data' });
    expect(existsSync(join(outputDir(), 'runs'))).toBe(false);
  });

  it('keeps the raw text of the model, whatever the evaluator extracted', async () => {
    const result = await hret.quickEval((input) => `생각해 보면…\n**정답: ${adder(input)}**`, sums(outputDir(), 3));
    expect(result.metrics.accuracy).toBe(1);
    expect(result.samples[1]?.prediction).toBe('생각해 보면…\n**정답: 2**');
    expect(result.samples[1]?.evaluation.extracted).toBeDefined();
  });

  it('reports groups, and an interval for each', async () => {
    const result = await hret.quickEval(
      (input) => (Number(input.split('+')[0]) % 2 ? adder(input) : '모름'),
      sums(outputDir()),
    );
    expect(result.groups.홀수?.accuracy).toMatchObject({ n: 10, mean: 1 });
    expect(result.groups.짝수?.accuracy?.ci95?.[0]).toBe(0);
  });

  it('tells how far it is', async () => {
    const seen: Progress[] = [];
    await hret.quickEval(adder, sums(outputDir(), 20, { onProgress: (progress) => seen.push(progress) }));
    expect(seen.at(-1)).toMatchObject({ done: 20, total: 20, scored: 20, failed: 0, metric: 'accuracy', mean: 1 });
  });

  it('scores with several evaluators at once, the first under its plain names', async () => {
    const result = await hret.quickEval(
      (input) => `답은 ${adder(input)}, 아마도`,
      sums(outputDir(), 5, { evaluationMethod: ['string_match', 'partial_match'] }),
    );
    expect(result.metrics).toMatchObject({ accuracy: 0, 'partial_match/accuracy': 1 });
  });

  it('scores with an evaluator of the user', async () => {
    const customEvaluator = (predictions: readonly string[], references: readonly string[]) => ({
      exact: predictions.filter((prediction, i) => prediction === references[i]).length / predictions.length,
    });
    const result = await hret.quickEval(
      halfAdder,
      sums(outputDir(), 20, { evaluationMethod: 'custom', evaluatorParams: { customEvaluator } }),
    );
    expect(result.metrics.exact).toBe(0.5);
  });

  it('takes reasoning off with the given parser, and keeps it', async () => {
    const cotParser = (text: string): [string, string] => [text.split('=>')[0] ?? '', text.split('=>')[1] ?? ''];
    const result = await hret.quickEval(
      (input) => `하나씩 더하면=>${adder(input)}`,
      sums(outputDir(), 4, { cotParser }),
    );
    expect(result.metrics.accuracy).toBe(1);
    expect(result.samples[0]?.prediction).toBe('하나씩 더하면=>0');
    expect(JSON.stringify(result.samples[0]?.evaluation)).toContain('하나씩 더하면');
  });

  it('splits at the final answer with the default parser', async () => {
    const model = (input: string) => `하나씩 더한다.\n정답: ${adder(input)}`;
    const result = await hret.quickEval(model, sums(outputDir(), 3, { cotParser: 'default' }));
    expect(result.metrics.accuracy).toBe(1);
    expect(result.samples[1]?.evaluation).toMatchObject({ chainOfThought: '하나씩 더한다.\n정답:' });
  });

  it('counts answers in another language as wrong when told to, and reports them anyway', async () => {
    const options = sums(outputDir(), 4, { languagePenalize: true });
    const korean = (input: string) => `정답은 다음과 같습니다.\n정답: ${adder(input)}`;
    const english = (input: string) => `The answer is as follows.\nAnswer: ${adder(input)}`;
    const reported = await hret.compareModels({ korean, english }, options);
    expect(reported.english.metrics).toMatchObject({ accuracy: 1, language_penalizer_average: 0 });
    expect(reported.korean.metrics).toMatchObject({ accuracy: 1, language_penalizer_average: 1 });
    const gated = await hret.compareModels({ korean, english }, { ...options, languagePenalize: 'gate' });
    expect(gated.english.metrics.accuracy).toBe(0);
    expect(gated.korean.metrics.accuracy).toBe(1);
  });

  it('puts few-shot examples in front and leaves them out of the evaluation', async () => {
    const inputs: string[] = [];
    const model = (input: string) => {
      inputs.push(input);
      return adder(input.slice(input.lastIndexOf('\n') + 1));
    };
    const result = await hret.quickEval(model, sums(outputDir(), 10, { numFewShot: 2 }));
    expect(result.counts.total).toBe(8);
    expect(inputs[0]).toBe('다음은 문제와 정답의 몇 가지 예시입니다.\n\n0+0\n정답: 0\n\n1+1\n정답: 2\n\n2+2');
    expect(result.info.fewShot).toMatchObject({ n: 2, ids: ['s0', 's1'] });
  });

  it('takes a count or a fraction of the samples', async () => {
    expect((await hret.quickEval(adder, sums(outputDir(), 20, { limit: 3 }))).counts.total).toBe(3);
    expect((await hret.quickEval(adder, sums(outputDir(), 20, { limit: 0.24 }))).counts.total).toBe(5);
  });

  it('asks as often as trials say, and counts a sample once', async () => {
    let calls = 0;
    const model = (input: string) => (calls++ % 2 === 0 ? adder(input) : '모름');
    const result = await hret.quickEval(model, sums(outputDir(), 4, { trials: 2, maxWorkers: 1 }));
    expect(calls).toBe(8);
    expect(result.counts.total).toBe(8);
    expect(result.stats.accuracy).toMatchObject({ n: 4, mean: 0.5 });
    expect(result.scores()).toEqual([0.5, 0.5, 0.5, 0.5]);
  });

  it('shows its table where somebody prints it', async () => {
    const result = await hret.quickEval(halfAdder, sums(outputDir(), 20));
    expect(String(result)).toMatch(/accuracy\s+0\.5000\s+\[0\.\d+, 0\.\d+\]\s+20/);
    expect(inspect(result)).toContain(result.info.runId);
  });

  it('writes the result beside the journal, in the form of toJSON without the samples', async () => {
    const result = await hret.quickEval(adder, sums(outputDir(), 3));
    const written = JSON.parse(readFileSync(join(result.info.location, 'result.json'), 'utf8'));
    expect(written).toMatchObject({
      metrics: { accuracy: 1 },
      counts: { total: 3 },
      info: { runId: result.info.runId },
    });
    hret.configure({ autoSaveResults: false });
    const unsaved = await hret.quickEval(adder, sums(outputDir(), 3));
    expect(existsSync(join(unsaved.info.location, 'result.json'))).toBe(false);
  });

  it('keeps secrets out of everything it writes', async () => {
    const model = hret.quickEval(() => 'the key is sk-verysecret-1234567890', {
      ...sums(outputDir(), 2),
      metadata: { apiKey: 'sk-verysecret-1234567890', note: 'mine' },
      modelParams: { apiKey: 'sk-verysecret-1234567890' },
    });
    const { info } = await model;
    for (const file of ['run.json', 'samples.jsonl', 'result.json']) {
      expect(readFileSync(join(info.location, file), 'utf8')).not.toContain('verysecret');
    }
    expect(info.metadata).toMatchObject({ note: 'mine', apiKey: '[redacted]' });
  });

  it('keeps keys of the environment out of what a function prints', async () => {
    process.env.HRET_TEST_API_KEY = 'sk-environment-0123456789';
    try {
      const { info, samples } = await hret.quickEval(() => `${process.env.HRET_TEST_API_KEY}`, sums(outputDir(), 2));
      expect(readFileSync(join(info.location, 'samples.jsonl'), 'utf8')).not.toContain('sk-environment');
      expect(samples[0]?.prediction).toBe('[redacted]');
    } finally {
      delete process.env.HRET_TEST_API_KEY;
    }
  });
});

describe('an interrupted evaluation', () => {
  it('says how to go on, and goes on without asking an answered sample again', async () => {
    const stop = new AbortController();
    const asked: string[] = [];
    const model = async (input: string) => {
      asked.push(input);
      if (asked.length === 8) stop.abort();
      await turn();
      return adder(input);
    };
    const options = sums(outputDir(), 20, { maxWorkers: 2, runName: 'stopped' });
    const interrupted = hret.quickEval(model, { ...options, signal: stop.signal });
    await expect(interrupted).rejects.toMatchObject({
      code: 'interrupted',
      message: expect.stringContaining('starting the program again with the option resume: "stopped-'),
    });
    const seen: Progress[] = [];
    const result = await hret.quickEval(model, {
      ...options,
      resume: true,
      onProgress: (progress) => seen.push(progress),
    });
    expect(seen.at(-1)).toMatchObject({ done: 20, scored: 20, mean: 1 });
    expect(result.counts).toMatchObject({ total: 20, scored: 20 });
    // What was in flight when the run was stopped had no answer yet.
    expect(asked.length).toBeLessThanOrEqual(22);
    expect(new Set(asked).size).toBe(20);
    expect(result.info.name).toBe('stopped');
  });

  it('does not go on with a run that was asked something else', async () => {
    const options = sums(outputDir(), 4);
    const first = await hret.quickEval(adder, options);
    await expect(
      hret.quickEval(adder, { ...options, evaluationMethod: 'partial_match', resume: first.info.runId }),
    ).rejects.toThrow(/evaluators was/);
    const other = await hret.quickEval(halfAdder, { ...options, resume: true });
    expect(other.info.runId).not.toBe(first.info.runId);
  });
});
