import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import * as hret from '../../src/index.js';
import { useOutputDir } from '../temp-dir.js';
import { adder, halfAdder, sums } from './rows.js';

const outputDir = useOutputDir();

describe('a context', () => {
  it('runs the given function, and returns what its body returns', async () => {
    const accuracy = await hret.evaluationContext(sums(outputDir(), 20, { runName: 'my_experiment' }), async (ctx) => {
      const result = await ctx.evaluate(halfAdder);
      return result.metrics.accuracy;
    });
    expect(accuracy).toBe(0.5);
  });

  it('with one evaluation is one entry of the history, under its own name', async () => {
    await hret.evaluationContext(sums(outputDir(), 20, { runName: 'my_experiment' }), (ctx) => ctx.evaluate(halfAdder));
    const history = await hret.getMetricsHistory();
    expect(history.map(({ name, metrics }) => [name, metrics.accuracy])).toEqual([['my_experiment', 0.5]]);
    expect(await hret.compareMetric('accuracy')).toMatchObject({
      my_experiment: 0.5,
      _stats: { best: 0.5, bestRun: 'my_experiment' },
    });
  });

  it('keeps several evaluations apart: none overwrites another', async () => {
    await hret.evaluationContext(sums(outputDir(), 20, { runName: 'exp' }), async (ctx) => {
      await ctx.evaluate(adder);
      await ctx.evaluate(halfAdder);
      await ctx.evaluate(halfAdder);
    });
    const compared = await hret.compareMetric('accuracy');
    expect(compared).toMatchObject({ 'exp/adder': 1, 'exp/halfAdder': 0.5, 'exp/halfAdder #2': 0.5 });
    const context = (await hret.getMetricsHistory()).find(({ name }) => name === 'exp');
    expect(context?.metrics).toMatchObject({ 'adder/accuracy': 1, 'halfAdder/accuracy': 0.5 });
  });

  it('hands run and results to integrations, and survives one that throws', async () => {
    const seen: unknown[] = [];
    await hret.evaluationContext(sums(outputDir(), 10, { runName: 'exp' }), async (ctx) => {
      ctx.addMlopsIntegration(() => {
        throw new Error('dashboard is down');
      });
      ctx.addMlopsIntegration(
        (runResult, results) => void seen.push(runResult.metrics.accuracy, runResult.metadata, results.length),
      );
      ctx.metricsTracker.runMetadata.hyperparameters = { lr: 0.001 };
      await ctx.evaluate(adder);
    });
    expect(seen[0]).toBe(1);
    expect(seen[1]).toMatchObject({ runName: 'exp', status: 'finished', hyperparameters: { lr: 0.001 } });
    expect(seen[2]).toBe(1);
  });

  it('is told to the custom loggers of the settings, once, and so is a run outside of contexts', async () => {
    const told: unknown[] = [];
    hret.configure({
      customLoggers: [(run, results) => void told.push([run.metadata.runName, run.metrics.accuracy, results.length])],
    });
    await hret.evaluationContext(sums(outputDir(), 4, { runName: 'in' }), (ctx) => ctx.evaluate(adder));
    await hret.quickEval(adder, sums(outputDir(), 4, { runName: 'out' }));
    expect(told).toEqual([
      ['in', 1, 1],
      ['out', 1, 1],
    ]);
  });

  it('marks itself failed when its body throws, and throws the very same error', async () => {
    const mine = new Error('mine');
    const thrown = await hret
      .evaluationContext(sums(outputDir(), 5, { runName: 'broken' }), async (ctx) => {
        await ctx.evaluate(adder);
        throw mine;
      })
      .catch((error: unknown) => error);
    expect(thrown).toBe(mine);
    const [entry] = await hret.getMetricsHistory();
    expect(entry).toMatchObject({ name: 'broken', status: 'failed' });
    expect(await hret.compareMetric('accuracy')).not.toHaveProperty('broken');
  });

  it('saves everything as one file under the output folder, and nowhere else', async () => {
    const path = await hret.evaluationContext(sums(outputDir(), 3, { runName: 'saved' }), async (ctx) => {
      ctx.metricsTracker.runMetadata.note = function note() {};
      await ctx.evaluate(adder);
      await expect(ctx.saveResults('../elsewhere.json')).rejects.toThrow(/outside the output folder/);
      return ctx.saveResults('experiment_results.json');
    });
    expect(path).toBe(join(outputDir(), 'experiment_results.json'));
    const saved = JSON.parse(readFileSync(path, 'utf8'));
    expect(saved).toMatchObject({ metrics: { accuracy: 1 }, run_metadata: { note: '[function note]' } });
    expect(saved.results[0].samples).toHaveLength(3);
  });

  it('evaluates a decorated function once, and not the evaluation of it', async () => {
    let calls = 0;
    const decorated = hret.evaluate({ dataset: 'kmmlu' })((input: string) => {
      calls++;
      return adder(input);
    });
    const result = await hret.evaluationContext(sums(outputDir(), 6), (ctx) => ctx.evaluate(decorated));
    expect(calls).toBe(6);
    expect(result.metrics.accuracy).toBe(1);
  });

  it('takes in what is decorated, benchmarked and tracked inside of it', async () => {
    const tracked = hret.trackMetrics(['latency'])(() => ({ latency: 12, other: 1 }));
    await hret.evaluationContext(sums(outputDir(), 6, { runName: 'outer' }), async () => {
      tracked();
      await hret.quickEval(adder);
    });
    const [entry, ...others] = await hret.getMetricsHistory();
    expect(others).toEqual([]);
    expect(entry).toMatchObject({ name: 'outer', metrics: { accuracy: 1, latency: 12 } });
    expect(entry?.metrics).not.toHaveProperty('other');
  });

  it('stays apart from another one that runs at the same time', async () => {
    const one = hret.evaluationContext(sums(outputDir(), 30, { runName: 'one' }), (ctx) => ctx.evaluate(adder));
    const two = hret.evaluationContext(sums(outputDir(), 20, { runName: 'two' }), (ctx) => ctx.evaluate(halfAdder));
    await Promise.all([one, two]);
    expect(await hret.compareMetric('accuracy')).toMatchObject({ one: 1, two: 0.5 });
  });

  it('keeps its own run apart from those the user opens in its tracker', async () => {
    await hret.evaluationContext(sums(outputDir(), 3, { runName: 'mine' }), async (ctx) => {
      ctx.metricsTracker.logMetrics({ loss: 0.5 });
      ctx.metricsTracker.startRun('epoch 1');
      ctx.metricsTracker.logMetrics({ loss: 0.25 });
      await ctx.evaluate(adder);
      const saved = JSON.parse(readFileSync(await ctx.saveResults(), 'utf8'));
      expect(saved.metrics).toMatchObject({ accuracy: 1, loss: 0.5 });
    });
    const [entry] = await hret.getMetricsHistory();
    expect(entry).toMatchObject({ name: 'mine', status: 'finished', metrics: { accuracy: 1, loss: 0.5 } });
  });

  it('refuses evaluations after its end', async () => {
    let kept: hret.EvaluationContext | undefined;
    await hret.evaluationContext(sums(outputDir(), 3, { runName: 'over' }), (ctx) => {
      kept = ctx;
    });
    await expect(kept?.evaluate(adder)).rejects.toThrow(/is over/);
  });
});

describe('the history', () => {
  it('is empty without runs, and says so without throwing', async () => {
    expect(await hret.getMetricsHistory()).toEqual([]);
    expect(await hret.compareMetric('accuracy')).toEqual({});
  });

  it('keeps runs of the same name apart', async () => {
    await hret.quickEval(adder, sums(outputDir(), 20, { runName: 'same' }));
    await hret.quickEval(halfAdder, sums(outputDir(), 20, { runName: 'same' }));
    expect(await hret.compareMetric('accuracy')).toMatchObject({
      same: 1,
      'same #2': 0.5,
      _stats: { best: 1, worst: 0.5, average: 0.75 },
    });
  });

  it('knows that less latency is better', async () => {
    const track = (latency: number) => hret.trackMetrics(['latency'])(() => ({ latency }))();
    track(120);
    track(80);
    const { _stats: stats } = await hret.compareMetric('latency');
    expect(stats).toMatchObject({ best: 80, worst: 120 });
  });

  it('records what trackMetrics is told to, once a call, and nothing else', async () => {
    const measure = hret.trackMetrics(['accuracy', 'latency'])(function custom() {
      return { accuracy: 0.85, latency: 120.5, note: 'not tracked' };
    });
    expect(measure()).toEqual({ accuracy: 0.85, latency: 120.5, note: 'not tracked' });
    const [entry] = await hret.getMetricsHistory();
    expect(entry).toMatchObject({ kind: 'tracked', metrics: { accuracy: 0.85, latency: 120.5 } });
  });
});

describe('comparing results', () => {
  it('pairs samples, tests the difference and says how small a difference could be seen', async () => {
    const { a, b } = await hret.compareModels({ a: adder, b: halfAdder }, sums(outputDir(), 20));
    const comparison = hret.compareResults(a, b, { metric: 'accuracy' });
    expect(comparison).toMatchObject({
      difference: 0.5,
      test: 'mcnemar-exact',
      n: 20,
      wins: 10,
      losses: 0,
      ties: 10,
      unpaired: 0,
    });
    expect(comparison.pValue).toBeCloseTo(2 / 2 ** 10, 12);
    expect(comparison.ci95[0]).toBeGreaterThan(0);
    expect(hret.compareResults(b, a).difference).toBe(-0.5);
  });

  it('leaves out samples that only one of the runs has a value for, and counts them', async () => {
    const { a, b } = await hret.compareModels(
      {
        a: adder,
        b: (input: string) => {
          if (input === '3+3') throw new Error('lost');
          return adder(input);
        },
      },
      sums(outputDir(), 10),
    );
    expect(hret.compareResults(a, b)).toMatchObject({ n: 9, unpaired: 1, difference: 0 });
  });

  it('compares several results with one of them, adjusted for their number', async () => {
    const options = sums(outputDir(), 20);
    const almost = (input: string) => (input === '1+1' ? '모름' : adder(input));
    const results = await hret.compareModels({ base: halfAdder, good: adder, almost, same: halfAdder }, options);
    const compared = hret.compareAll(results, { baseline: 'base' });
    expect(Object.keys(compared)).toEqual(['good', 'almost', 'same']);
    expect(compared.good).toMatchObject({
      difference: 0.5,
      wins: 10,
      adjustedPValue: expect.closeTo(3 * (2 / 2 ** 10), 12),
    });
    expect(compared.same?.adjustedPValue).toBe(1);
    expect(() => hret.compareAll(results, { baseline: 'bse' })).toThrow(/no result "bse"/);
  });

  it('compares results over different samples without pairing them', async () => {
    const a = await hret.quickEval(adder, sums(outputDir(), 20));
    const rows = Array.from({ length: 30 }, (_, i) => ({
      id: `x${i}`,
      reference: 'x',
      prediction: i < 15 ? 'x' : 'y',
    }));
    const b = await hret.score(rows, { languagePenalize: false });
    expect(hret.compareIndependentResults(a, b)).toMatchObject({
      difference: 0.5,
      test: 'fisher-exact',
      nA: 20,
      nB: 30,
    });
  });

  it('does not take rows of the same number for the same question', async () => {
    const a = await hret.score([{ reference: '서울', prediction: '서울' }], { languagePenalize: false });
    const b = await hret.score([{ reference: '부산', prediction: '서울' }], { languagePenalize: false });
    expect(() => hret.compareResults(a, b)).toThrow(/no sample in common/);
  });

  it('refuses runs over different samples', async () => {
    const a = await hret.quickEval(adder, sums(outputDir(), 4));
    const b = await hret.score([{ id: 'else', reference: 'x', prediction: 'x' }], { languagePenalize: false });
    expect(() => hret.compareResults(a, b)).toThrow(/no sample in common/);
  });

  it('shows tables and a sentence', async () => {
    const results = await hret.compareModels({ a: adder, b: halfAdder }, sums(outputDir(), 20));
    expect(hret.resultTable(results)).toMatch(/a .*adder|a\s+a\s+accuracy\s+1\.0000/);
    expect(hret.comparisonText(results.a, results.b)).toMatch(/a is better than b by 50\.0 points/);
    expect(await hret.historyTable({ metric: 'accuracy' })).toContain('a_vs_b/a');
  });
});

describe('the other ways in', () => {
  it('runs a pipeline of a named model', async () => {
    const runner = new hret.PipelineRunner({
      ...sums(outputDir(), 4),
      model: 'baseline',
      modelParams: { strategy: 'first' },
    });
    const result = await runner.run();
    expect(result.info.model).toBe('baseline/first');
    expect(result.metrics.accuracy).toBe(0);
  });

  it('compares named models and functions', async () => {
    const evaluator = new hret.Evaluator(sums(outputDir(), 4));
    const comparison = await evaluator.compare({
      models: [
        { model: 'baseline', modelParams: { strategy: 'first' }, name: 'floor' },
        { model: adder, name: 'adder' },
      ],
    });
    expect(comparison.toDataFrame()).toEqual({ model: ['floor', 'adder'], accuracy: [0, 1], n: [4, 4] });
  });

  it('says that there is no model, before anything else happens', async () => {
    await expect(new hret.Evaluator().run(sums(outputDir(), 4))).rejects.toThrow(/no model to ask/);
  });

  it('takes an answer by the label that the reference is given as, and by its text', async () => {
    const options = ['가람', '나루'];
    const said = ['(A)', 'A', '정답: ①', '가람', 'A. 가람', '(B)', '나루'];
    const rows = said.map((prediction, i) => ({ id: `${i}`, reference: '(A)', options, prediction }));
    const letters = (await hret.score(rows, { languagePenalize: false })).scores();
    expect(letters).toEqual([1, 1, 0, 1, 1, 0, 0]);
    const byText = await hret.score([{ reference: '가람', options, prediction: '(A)' }], { languagePenalize: false });
    expect(byText.metrics.accuracy).toBe(0);
  });

  it('refuses a plugin that would fail at its first use', () => {
    expect(() => hret.registerModel({ name: 'bad' } as never)).toThrow(
      /backend "bad" cannot be registered; it lacks: summary .*options .*create/,
    );
  });

  it('scores answers that exist already', async () => {
    const rows = [
      { id: 'a', reference: '서울', prediction: '정답: 서울', group: '수도' },
      { id: 'b', reference: '(B)', options: ['(A)', '(B)'], prediction: '정답: (A)', group: '기타' },
      { id: 'c', reference: '부산' },
    ];
    const result = await hret.score(rows, { languagePenalize: false });
    expect(result.counts).toEqual({ total: 3, scored: 2, unscored: 0, failed: 1, truncated: 0 });
    expect(result.groups.수도?.accuracy?.mean).toBe(1);
    async function* stream() {
      yield* rows;
    }
    expect((await hret.score(stream(), { languagePenalize: false })).metrics).toEqual(result.metrics);
  });

  it('runs a registered dataset, model and evaluator by their names', async () => {
    const { z } = await import('zod');
    hret.registerDataset({
      name: 'capitals',
      summary: 'two capitals',
      options: z.strictObject({}),
      create: () => ({
        name: 'capitals',
        async *samples() {
          yield { id: 'kr', input: '한국의 수도는?', target: { kind: 'text', accepted: ['서울'] } } as const;
          yield { id: 'jp', input: '일본의 수도는?', target: { kind: 'text', accepted: ['도쿄'] } } as const;
        },
      }),
    });
    hret.registerModel({
      name: 'seoul',
      summary: 'says 서울',
      options: z.strictObject({}),
      create: () => ({ id: 'seoul', generate: async () => ({ text: '서울', finish: 'stop' }) }),
    });
    const result = await new hret.Evaluator().run({ dataset: 'capitals', model: 'seoul' });
    expect(result.metrics.accuracy).toBe(0.5);
    expect(() =>
      hret.registerModel({
        name: 'seoul',
        summary: '',
        options: z.strictObject({}),
        create: () => ({ id: '', generate: async () => ({ text: '', finish: 'stop' }) }),
      }),
    ).toThrow(/already/);
  });

  it('mirrors a run to a tracker of the user, without its secrets', async () => {
    const heard: hret.RunEvent[] = [];
    const tracker: hret.Tracker = { name: 'ear', handle: (event) => void heard.push(event) };
    await hret.quickEval(() => 'sk-secret-value-123', {
      ...sums(outputDir(), 2),
      trackers: [tracker],
      modelParams: { apiKey: 'sk-secret-value-123' },
    });
    expect(heard.map(({ type }) => type)).toEqual(['run-start', 'sample-end', 'sample-end', 'run-end']);
    expect(JSON.stringify(heard)).not.toContain('sk-secret-value');
  });
});
