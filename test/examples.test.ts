import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { firstChoice } from '../examples/models/first-choice.js';
import { noteReader } from '../examples/models/note-reader/index.js';
import { buildDist, root } from './build-dist.js';
import { atMost, compileExamples, exampleNames, execute, type Ran, runExample } from './example-run.js';

/** Samples in the test split of ko_sample, and in the parts of it that the examples use. */
const ALL = 192;
const SUMS = 42;
const PER_SUBSET = 25;

/** What each example must print or leave behind, such that it could not if the functions in it were not called. */
const checks: Readonly<Record<string, (ran: Ran) => void>> = {
  'ab-test'(ran) {
    const [a, b, almostB] = ['a', 'b', 'almostB'].map((name) => accuracyOf(ran, name));
    expect(a).toBeLessThan(almostB ?? 0);
    const points = printed(ran, /^b against a: (-?[\d.]+) points, significant \(p = /m);
    expect(points).toBeCloseTo(100 * ((b ?? 0) - (a ?? 0)), 1);
    expect(points).toBeGreaterThan(10);
    expect(ran.out).toMatch(/^b against almostB: [\d.]+ points, not significant/m);
    expect(printed(ran, /^From the scores themselves: (-?[\d.]+) points over 150 samples/m)).toBe(points);
    const [, wins, losses] = ran.out.match(/b alone is right on (\d+), a alone on (\d+)/)?.map(Number) ?? [];
    expect(((wins ?? 0) - (losses ?? 0)) / 1.5).toBeCloseTo(points, 1);
  },

  benchmark(ran) {
    const expected = ['three-models', 'silent', 'firstChoice', 'noteReader', 'history', 'firstChoice', 'noteReader'];
    expect(ran.runs.map((run) => run.name)).toEqual(expected);
    const [, silent, first, reader, , firstOnHistory, readerOnHistory] = ran.runs.map((run) => run.metrics.accuracy);
    expect(silent).toBe(0);
    expect(first).toBeGreaterThan(0);
    expect(reader).toBeGreaterThan(first ?? 1);
    expect(printed(ran, /noteReader leads firstChoice by ([\d.]+) points/)).toBeCloseTo(
      100 * ((reader ?? 0) - (first ?? 0)),
      1,
    );
    expect(printed(ran, /On 역사: ([\d.]+) to/)).toBeCloseTo(readerOnHistory ?? -1, 4);
    expect(printed(ran, /On 역사: [\d.]+ to ([\d.]+)\./)).toBeCloseTo(firstOnHistory ?? -1, 4);
    expect(readerOnHistory).toBeGreaterThan(firstOnHistory ?? 1);
    expect(ran.out).toContain(
      'three-models, three-models/silent, three-models/firstChoice, three-models/noteReader, history, history/firstChoice, history/noteReader',
    );
  },

  'compare-models'(ran) {
    const report = JSON.parse(ran.file('model_comparison.json'));
    const accuracy = { baseline: accuracyOf(ran, 'baseline'), improved: accuracyOf(ran, 'improved') };
    expect(report).toMatchObject({ best_model: 'improved', accuracy });
    expect(report.difference).toBeCloseTo(accuracy.improved - accuracy.baseline, 10);
    expect(report.ci95[0]).toBeGreaterThan(0);
    expect(report.p_value).toBeLessThan(0.001);
    expect(ran.out).toMatch(/improved is better than baseline by [\d.]+ points/);
    expectAnswers(ran, 'baseline', firstChoice);
    expectAnswers(ran, 'improved', noteReader);
  },

  configure(ran) {
    const [history, geography] = ran.runs;
    expect([history, geography].map((run) => run?.spec?.dataset.subset)).toEqual([['역사'], ['지리']]);
    expect(printed(ran, /^역사: ([\d.]+), at most 4 questions at once$/m)).toBeCloseTo(
      history?.metrics.accuracy ?? -1,
      4,
    );
    expect(printed(ran, /^지리: ([\d.]+), at most 1 questions at once$/m)).toBeCloseTo(
      geography?.metrics.accuracy ?? -1,
      4,
    );
    expect(ran.out).toContain('Did you mean "maxWorkers"?');
    expect(ran.out).toContain('Still in force: 4 workers, 역사');
    expect(ran.progress).toEqual([]);
  },

  'context-save-results'(ran) {
    const context = ran.run('my_experiment');
    expect(context).toMatchObject({ kind: 'context', status: 'finished' });
    expect(context.metadata).toEqual({ hyperparameters: { learningRate: 0.001, epochs: 3 } });
    expect(printed(ran, /firstChoice\/accuracy = ([\d.]+)/)).toBeCloseTo(accuracyOf(ran, 'firstChoice'), 4);
    expect(printed(ran, /noteReader\/accuracy = ([\d.]+)/)).toBeCloseTo(accuracyOf(ran, 'noteReader'), 4);
    const saved = JSON.parse(ran.file('experiment_results.json'));
    expect(saved.run_metadata).toEqual(context.metadata);
    expect(saved.metrics['noteReader/accuracy']).toBeGreaterThan(saved.metrics['firstChoice/accuracy']);
    expect(saved.results.map((result: { samples: unknown[] }) => result.samples.length)).toEqual([ALL, ALL]);
    expect(ran.out).toContain(`Saved: firstChoice with ${ALL} samples, noteReader with ${ALL} samples`);
  },

  'continuous-evaluation'(ran) {
    const [v1, v2, v3] = ['v1', 'v2', 'v3'].map((name) => accuracyOf(ran, name));
    expect(ran.out).toContain(`v1: ${v1?.toFixed(4)}, the first of the history`);
    expect(ran.out).toContain(`v2: ${v2?.toFixed(4)}, best so far ${v1?.toFixed(4)} (v1), ok`);
    expect(ran.out).toContain(`v3: ${v3?.toFixed(4)}, best so far ${v1?.toFixed(4)} (v1), ALERT`);
    expect(v2).toBeLessThan(v1 ?? 0);
    expect(v3).toBeLessThan(0.95 * (v1 ?? 0));
    expect(ran.out).toContain('1 of 3 versions raised an alert; 3 runs in the history');
  },

  'custom-evaluator'(ran) {
    const answers = ran.samples('whole-run');
    const shareOf = (isSo: (sample: (typeof answers)[number]) => boolean | undefined) =>
      answers.filter(isSo).length / answers.length;
    expect(ran.run('whole-run').metrics).toMatchObject({
      accuracy: shareOf(({ prediction, reference }) => prediction?.endsWith(reference)),
      admits_not_knowing: shareOf(({ prediction }) => prediction?.includes('모름')),
    });
    expect(accuracyOf(ran, 'whole-run')).toBeGreaterThan(0.5);
    const gaveUp = answers.filter(({ prediction }) => prediction?.includes('모름')).length;
    expect(ran.run('one-by-one').stats.follows_format).toMatchObject({ n: ALL - gaveUp });
    expect(ran.out).toMatch(new RegExp(`follows_format: 0\\.\\d+ of ${ALL - gaveUp} samples; on ${gaveUp} the model`));
    expectAnswers(ran, 'one-by-one', noteReader);
  },

  'custom-integration'(ran) {
    const lines = ran
      .file('monitor.jsonl')
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(lines).toMatchObject([
      { runName: 'nightly firstChoice', accuracy: accuracyOf(ran, 'firstChoice'), failed: 0, isAlert: true },
      { runName: 'nightly noteReader', accuracy: accuracyOf(ran, 'noteReader'), failed: 0, isAlert: false },
    ]);
    expect(ran.out).toMatch(/^ALERT nightly firstChoice: .*\n^ok {4}nightly noteReader/m);
  },

  'error-tolerant-model'(ran) {
    const samples = ran.samples('eval_robustModel');
    const failing = (isSo: (number: number) => boolean) =>
      samples.filter(({ id }) => isSo(Number(id.split('-').at(-1)))).length;
    const threw = failing((number) => number % 10 === 3);
    const empty = failing((number) => number % 10 === 5);
    const late = failing((number) => number === 7);
    const failed = threw + empty + late;
    expect(ran.out).toContain(`${ALL} samples: ${ALL - failed} scored, ${failed} failed`);
    expect(ran.out).toContain(`${threw} x 503 the server is overloaded`);
    expect(ran.out).toMatch(new RegExp(`${empty} x robustModel gave back undefined`));
    expect(ran.out).toContain(`${late} x no answer within 500 ms (timeoutMs)`);
    const scored = samples.flatMap(({ scores }) => scores.accuracy ?? []);
    const mean = scored.reduce((sum, score) => sum + score, 0) / scored.length;
    expect(printed(ran, new RegExp(`accuracy ([\\d.]+) over the ${ALL - failed} that`))).toBeCloseTo(mean, 4);
    for (const { input, prediction, status } of samples)
      if (status === 'scored') expect(prediction).toBe(noteReader(input));
    expect(ran.out).toContain('stopped (too_many_failures): The run "strict" failed: more than 3 samples failed');
    expect(ran.run('strict')).toMatchObject({ status: 'failed', counts: { failed: 4 } });
  },

  evaluate(ran) {
    expect(ran.out).toContain('Asked one question, it says "정답: 42".');
    expect(printed(ran, /^myModel: accuracy ([\d.]+) over 192 samples/m)).toBe(journalAccuracyOf(ran, 'eval_myModel'));
    expect(printed(ran, /^myModel on 역사: accuracy ([\d.]+) over 25 samples/m)).toBe(
      journalAccuracyOf(ran, 'myModel, history only'),
    );
    expect(printed(ran, /^firstChoice: accuracy ([\d.]+), asked 192 times/m)).toBe(
      journalAccuracyOf(ran, 'first-choice'),
    );
    expect(accuracyOf(ran, 'eval_myModel')).toBeGreaterThan(accuracyOf(ran, 'first-choice'));
    expectAnswers(ran, 'eval_myModel', noteReader);
    expectAnswers(ran, 'first-choice', firstChoice);
  },

  'few-shot'(ran) {
    const [zero, two, six] = ['0-shot', '2-shot', '6-shot'].map((name) => accuracyOf(ran, name));
    expect(zero).toBe(0.5);
    expect(two).toBeGreaterThan(zero ?? 1);
    expect(six).toBeGreaterThan(two ?? 1);
    expect(printed(ran, /^6 examples: accuracy ([\d.]+) over 8 samples/m)).toBeCloseTo(six ?? -1, 4);
    expect(ran.samples('0-shot')[0]?.input).toBe('배우들의 연기가 훌륭하고 감동적인 영화였다');
    expect(ran.samples('6-shot')[0]?.input.match(/^감정: (긍정|부정)$/gm)).toHaveLength(6);
  },

  'hyperparameter-sweep'(ran) {
    const contexts = ran.runs.filter(({ kind }) => kind === 'context');
    const found = contexts.map(({ runId, name, metadata }) => {
      const child = ran.runs.find(({ parentId }) => parentId === runId);
      return { name, settings: metadata.hyperparameters, accuracy: child?.metrics.accuracy ?? -1 };
    });
    expect(found).toHaveLength(6);
    const [best] = found.toSorted((a, b) => b.accuracy - a.accuracy);
    expect(new Set(found.map(({ accuracy }) => accuracy)).size).toBeGreaterThan(3);
    for (const { name, settings, accuracy } of found)
      expect(ran.out).toContain(`${name}: accuracy ${accuracy.toFixed(4)} ${JSON.stringify(settings)}`);
    expect(ran.out).toContain(
      `best: ${best?.name} with ${best?.accuracy.toFixed(4)}, ${JSON.stringify(best?.settings)}`,
    );
    expect(best?.settings).toEqual({ sentencesPerPassage: 1, shareOfNotes: 1 });
  },

  'load-config'(ran) {
    expect(ran.run('noteReader').spec).toMatchObject({
      dataset: { name: 'ko_sample', split: 'test', subset: ['역사', '지리', '문화'] },
    });
    expect(ran.out).toContain('ko_sample, 역사,지리,문화, 2 examples, 4 workers');
    expect(ran.samples('noteReader')).toHaveLength(3 * PER_SUBSET);
    expect(ran.samples('noteReader')[0]?.input.match(/^질문: /gm)).toHaveLength(3); // two of them are examples
    expect(accuracyOf(ran, 'noteReader')).toBeGreaterThan(accuracyOf(ran, 'firstChoice'));
    expectAnswers(ran, 'noteReader', noteReader);
    expect(ran.out).toContain(accuracyOf(ran, 'noteReader').toFixed(4));
    expect(ran.progress).toEqual([]); // log_level: WARNING
  },

  'metrics-history'(ran) {
    const named = ['baseline', 'history-only', 'note-reader'].map((name) => [name, accuracyOf(ran, name)] as const);
    for (const [name, accuracy] of named) {
      expect(ran.out).toMatch(new RegExp(`^${name}: \\S+ finished, accuracy ${accuracy.toFixed(4)}`, 'm'));
      expect(ran.out).toContain(`\n${name}: ${accuracy.toFixed(4)}\n`);
    }
    const values = named.map(([, accuracy]) => accuracy);
    const average = values.reduce((sum, value) => sum + value) / values.length;
    expect(printed(ran, /^best ([\d.]+) \(note-reader\)/m)).toBeCloseTo(Math.max(...values), 4);
    expect(printed(ran, /worst ([\d.]+)$/m)).toBeCloseTo(Math.min(...values), 4);
    expect(printed(ran, /^average ([\d.]+)$/m)).toBeCloseTo(average, 4);
    expect(ran.out).toContain('(commit 1a2b3c4)');
    expect(ran.out).toContain('perplexity: {}');
  },

  'metrics-tracker-loop'(ran) {
    for (const name of ['silent', 'firstChoice', 'noteReader'])
      expect(printed(ran, new RegExp(`^${name}: accuracy ([\\d.]+), `, 'm'))).toBeCloseTo(accuracyOf(ran, name), 4);
    expect(accuracyOf(ran, 'silent')).toBe(0);
    expect(accuracyOf(ran, 'firstChoice')).toBeGreaterThan(0);
    expect(printed(ran, /^most accurate: noteReader with ([\d.]+)/m)).toBeCloseTo(accuracyOf(ran, 'noteReader'), 4);
    const latencies = ran.runs.map(({ info }) => Number(info.meanLatencyMs));
    expect(printed(ran, /^fastest: \w+ with ([\d.]+) ms/m)).toBeCloseTo(Math.min(...latencies), 3);
  },

  'models.eval'(ran) {
    expect(ran.runs.map((run) => run.name).sort()).toEqual(['both', 'firstChoice', 'geography', 'noteReader', 'sums']);
    expect(accuracyOf(ran, 'noteReader')).toBeGreaterThan(accuracyOf(ran, 'firstChoice'));
    expect(ran.run('sums').counts).toMatchObject({ total: SUMS, failed: 0 });
    for (const name of ['geography', 'firstChoice', 'noteReader', 'sums']) {
      expect(ran.out).toMatch(new RegExp(`^${name} +\\S+ +accuracy +${accuracyOf(ran, name).toFixed(4)} `, 'm'));
      expectAnswers(ran, name, name === 'firstChoice' ? firstChoice : noteReader);
    }
  },

  'multi-dataset'(ran) {
    const lines = [...ran.out.matchAll(/^(.+): firstChoice ([\d.]+), noteReader ([\d.]+), (\d+) samples$/gm)];
    expect(lines.map(([, name, , , samples]) => [name, Number(samples)])).toEqual([
      ['history', PER_SUBSET],
      ['society and science', 2 * PER_SUBSET],
      ['rivers', 4],
    ]);
    for (const [, , first, reader] of lines) expect(Number(reader)).toBeGreaterThan(Number(first));
    const evaluations = ran.runs.filter(({ kind }) => kind === 'evaluation');
    expect(evaluations.map(({ spec }) => spec?.dataset.name)).toEqual([
      ...Array.from({ length: 4 }, () => 'ko_sample'),
      ...Array.from({ length: 2 }, () => 'generic_file'),
    ]);
    expect(ran.file('rivers.csv')).toContain('경포호|천지|충주호|소양호');
  },

  'openai-compatible'(ran) {
    expect(printed(ran, /^openai\/loopback: accuracy ([\d.]+) over 192 samples/m)).toBe(
      journalAccuracyOf(ran, 'openai-compatible'),
    );
    expectAnswers(ran, 'openai-compatible', noteReader);
    expect(ran.out).toContain(`${ALL + 1} requests, 1 of them a retry`);
    const prompts = ran.samples('openai-compatible').reduce((sum, { input }) => sum + input.length, 0);
    expect(printed(ran, /^tokens: (\d+) in/m)).toBe(prompts);
    expect(ran.out).toContain('{"model":"loopback","temperature":0,"max_tokens":64}');
  },

  'litellm-guide'(ran) {
    for (const [name, model] of [
      ['named', 'anthropic/claude-3-5-haiku-20241022'],
      ['apart', 'openai/gpt-4o-mini'],
      ['proxied', 'litellm_proxy/large'],
    ] as const) {
      const shown = new RegExp(`^${name}: ${model}, accuracy ([\\d.]+) over ${PER_SUBSET} samples`, 'm');
      expect(printed(ran, shown)).toBe(journalAccuracyOf(ran, name));
      expectAnswers(ran, name, noteReader);
    }
    expect(ran.out).toContain('asked at: /v1/messages');
    expect(printed(ran, /^cost: ([\d.]+) dollars$/m)).toBeCloseTo(PER_SUBSET * 0.0005, 10);
    const compared = ['small', 'large', 'claude'].map((name) => accuracyOf(ran, name));
    expect(ran.out).toContain(`accuracy: [ ${compared.join(', ')} ]`);
    expect(compared[0]).toBeLessThan(compared[1] ?? 0);
    expectAnswers(ran, 'small', firstChoice);
    const question = '질문: 3 더하기 4는?';
    expect(ran.out).toContain(`mock: 정답: 7\nstream: ${noteReader(question)}\ncallback: 0.0005\n`);
  },

  'openai-guide'(ran) {
    for (const [name, model] of [
      ['custom', 'openai/large'],
      ['self-hosted', 'vllm/qwen-on-my-desk'],
      ['in-a-form', 'openai/qwen-on-my-desk'],
    ] as const) {
      const accuracy = printed(
        ran,
        new RegExp(`^${name}: ${model}, accuracy ([\\d.]+) over ${PER_SUBSET} samples`, 'm'),
      );
      expect(accuracy).toBe(journalAccuracyOf(ran, name));
      expect(accuracy).toBeGreaterThan(0);
    }
    expectAnswers(ran, 'custom', noteReader);
    const bound = ran.samples('self-hosted').filter(({ options }) => options !== undefined);
    expect(bound.length).toBeGreaterThan(0);
    for (const { prediction, options } of bound) expect(options).toContain(prediction);
    expect(ran.samples('in-a-form').map(({ prediction }) => JSON.parse(prediction ?? ''))).toEqual(
      ran.samples('in-a-form').map(({ input }) => ({ answer: noteReader(input) })),
    );
    expect(ran.out).toMatch(/^asked for: \{"type":"json_schema".*"required":\["answer"\]/m);
    const compared = ['small', 'large', 'desk'].map((name) => accuracyOf(ran, name));
    expect(ran.out).toContain(`accuracy: [ ${compared.join(', ')} ]`);
    expect(compared[0]).toBeLessThan(compared[1] ?? 0);
    expectAnswers(ran, 'small', firstChoice);
    expectAnswers(ran, 'desk', noteReader);
  },

  'pipeline-migration'(ran) {
    const piped = printed(ran, /^PipelineRunner, noteReader: ([\d.]+)/m);
    expect(piped).toBe(journalAccuracyOf(ran, 'ko_sample_noteReader'));
    expect(printed(ran, /^quickEval, noteReader: ([\d.]+)/m)).toBe(piped);
    expect(printed(ran, /^PipelineRunner, baseline\/longest: ([\d.]+)/m)).toBeLessThan(piped);
    expect(ran.out).toContain(`${PER_SUBSET} of ${PER_SUBSET} samples are scored alike.`);
    const compared = ['first', 'random', 'noteReader'].map((name) => accuracyOf(ran, name));
    expect(ran.out).toContain(`accuracy: [ ${compared.join(', ')} ]`);
    expectAnswers(ran, 'ko_sample_noteReader', noteReader);
  },

  'plain-javascript'(ran) {
    expect(ran.out).toMatch(/^정답: 144\n/);
    const [own] = ran.runs;
    expect(own).toMatchObject({ name: 'calculator', counts: { total: SUMS } });
    expect(printed(ran, /^calculator: accuracy ([\d.]+) over 42 samples/m)).toBe(rounded(own?.metrics.accuracy ?? -1));
    expect(printed(ran, /^calculator: accuracy ([\d.]+)/m)).toBeGreaterThan(
      printed(ran, /^guesser: accuracy ([\d.]+)/m),
    );
    expect(ran.out).toMatch(/calculator is better than guesser/);
  },

  'quick-eval'(ran) {
    const name = 'eval_noteReader';
    expect(printed(ran, /^accuracy ([\d.]+), 95 % interval/m)).toBe(journalAccuracyOf(ran, name));
    expectAnswers(ran, name, noteReader);
    for (const [group, { accuracy }] of Object.entries(ran.run(name).groups))
      expect(ran.out).toContain(`  ${group}: ${accuracy?.mean.toFixed(4)} of ${accuracy?.n}`);
    const wrong = ran.samples(name).filter(({ scores }) => scores.accuracy === 0);
    expect(ran.out).toContain(`${wrong.length} wrong answers, for example:`);
    const [shown] = wrong;
    expect(ran.out).toContain(`${shown?.id}: said ${JSON.stringify(noteReader(shown?.input ?? ''))}, right is `);
    expect(ran.out).toContain(`All of it is in ${ran.folder}`);
  },

  quickstart(ran) {
    expect(ran.out).toMatch(/^note-reader is better than first-choice by [\d.]+ points/m);
    expectAnswers(ran, 'first-choice', firstChoice);
    expectAnswers(ran, 'note-reader', noteReader);
    expect(accuracyOf(ran, 'note-reader')).toBeGreaterThan(accuracyOf(ran, 'first-choice'));
    expect(ran.out).toContain(accuracyOf(ran, 'note-reader').toFixed(4));
    expect(ran.out).toContain('Start it again to see the history');
  },

  resume(ran) {
    const before = printed(ran, /^Stopped after (\d+) questions/m);
    const more = printed(ran, /^Asked (\d+) more; the result has all 192 samples/m);
    expect(before).toBeGreaterThanOrEqual(80);
    expect(before).toBeLessThan(80 + 4); // four at once
    expect(before + more).toBeGreaterThanOrEqual(ALL);
    expect(before + more).toBeLessThanOrEqual(ALL + 4); // what was in flight is asked again
    expect(ran.runs.map(({ name, status }) => [name, status])).toEqual([
      ['long-run', 'finished'],
      ['never-stopped', 'finished'],
    ]);
    expect(accuracyOf(ran, 'long-run')).toBe(accuracyOf(ran, 'never-stopped'));
    expect(ran.out).toContain(`accuracy ${accuracyOf(ran, 'long-run').toFixed(4)}, never stopped`);
    expect(ran.out).toContain(`${ALL} of ${ALL} samples are equal`);
    expectAnswers(ran, 'long-run', noteReader);
  },

  'track-metrics'(ran) {
    expect(ran.out).toContain('Returned unchanged: accuracy, latency, cost, otherMetric');
    expect(ran.runs.map(({ kind, name }) => [kind, name])).toEqual([
      ['tracked', 'Monitor.customEvaluation'],
      ['tracked', 'Monitor.customEvaluation'],
    ]);
    for (const { metrics } of ran.runs) {
      expect(Object.keys(metrics)).toEqual(['accuracy', 'latency', 'cost']);
      const { accuracy = -1, latency = -1, cost = -1 } = metrics;
      const values = [accuracy, latency, cost].map((value) => value.toFixed(6));
      expect(ran.out).toContain(`accuracy ${values[0]}, latency ${values[1]}, cost ${values[2]}`);
      expect(accuracy).toBeGreaterThan(0);
      expect(latency).toBeGreaterThan(0);
      expect(cost).toBeCloseTo(0.00001 * 3 * '정답: (A)'.length, 10);
    }
    const latencies = ran.runs.map(({ metrics }) => metrics.latency ?? -1);
    expect(printed(ran, /^latency: best ([\d.]+)/m)).toBeCloseTo(Math.min(...latencies), 6);
  },

  'training-checkpoints'(ran) {
    const report = JSON.parse(ran.file('training_report.json'));
    const checkpoints: { epoch: number; notes: number; accuracy: number }[] = report.summary.checkpoints;
    expect(checkpoints.map(({ epoch }) => epoch)).toEqual([3, 6, 9]);
    const evaluations = ran.runs.filter(({ kind }) => kind === 'evaluation');
    expect(evaluations.map(({ metrics }) => metrics.accuracy)).toEqual(checkpoints.map(({ accuracy }) => accuracy));
    const [third = 1, sixth = 1, ninth = 1] = checkpoints.map(({ accuracy }) => accuracy);
    expect(third).toBeLessThan(sixth);
    expect(sixth).toBeLessThan(ninth);
    expect(report.best_checkpoint).toEqual(checkpoints[2]);
    expect(report.improvement).toBe(ninth - third);
    const contexts = ran.runs.filter(({ kind }) => kind === 'context');
    expect(contexts.map(({ name, metadata }) => [name, metadata])).toEqual(
      checkpoints.map(({ epoch, notes }) => [`checkpoint_epoch_${epoch}`, { epoch, notes }]),
    );
    const samples = evaluations.reduce((sum, { counts }) => sum + (counts?.total ?? 0), 0);
    expect(printed(ran, /the model was asked (\d+) times/)).toBe(samples); // each checkpoint once
    expect(samples).toBe(3 * 6 * PER_SUBSET);
  },
};

/** Lines on stderr that belong to an example; progress is always allowed. */
const expectedOnStderr: Readonly<Record<string, readonly RegExp[]>> = {
  // Of each evaluation, then of the context: where a person finds it.
  'context-save-results': Array.from({ length: 3 }, () => [
    /^hret: MLflow: .*\/mlruns\/\d+\/[0-9a-f]{32}$/,
    /^hret: W&B: wandb sync .*\/wandb\/offline-run-\d{8}_\d{6}-[0-9a-z]+$/,
  ]).flat(),
  'models.eval': [/^hret: Models$/, /^hret: both$/, /^hret: sums$/],
};

describe('the examples', () => {
  let compiled: Awaited<ReturnType<typeof compileExamples>> | undefined;
  beforeAll(async () => {
    await buildDist();
    compiled = await compileExamples();
  }, 120_000);
  afterAll(() => compiled?.[Symbol.asyncDispose]());

  const turn = atMost(2);

  it('are all checked here', () => {
    expect(Object.keys(checks).sort()).toEqual(exampleNames());
  });

  it('are all described in their README, and nothing else is', () => {
    const described = readFileSync(join(root, 'examples', 'README.md'), 'utf8').matchAll(/^\| \[(.+)\.(?:ts|mjs)\]/gm);
    expect([...described].map(([, name]) => name).sort()).toEqual(exampleNames());
  });

  it('are listed by `npm run example`, which also helps with a misspelt name', async () => {
    const listed = await execute(['scripts/example.mjs']);
    expect(listed).toMatchObject({ code: 0, err: '' });
    expect(listed.out.match(/^ {2}\S+$/gm)?.map((line) => line.trim())).toEqual(exampleNames());
    expect(await execute(['scripts/example.mjs', 'evalute'])).toMatchObject({
      code: 2,
      out: '',
      err: expect.stringContaining('There is no example "evalute". Did you mean "evaluate"?'),
    });
  });

  it.concurrent.for(exampleNames())('%s', { timeout: 120_000 }, async (name, { expect }) => {
    await using ran = await turn(() => runExample(name, compiled?.folder ?? ''));
    const unexpected = [...ran.err];
    for (const line of expectedOnStderr[name] ?? []) expect(unexpected.shift() ?? '').toMatch(line);
    expect(unexpected).toEqual([]);
    expect(ran.code).toBe(0);
    checks[name]?.(ran);
  });
});

/** The first number a pattern captures in what was printed. */
function printed({ out }: Ran, pattern: RegExp): number {
  const found = out.match(pattern)?.[1];
  if (found === undefined) throw new Error(`${pattern} does not match what was printed:\n${out}`);
  return Number(found);
}

function accuracyOf(ran: Ran, name: string): number {
  const { accuracy } = ran.run(name).metrics;
  if (accuracy === undefined) throw new Error(`The run "${name}" has no accuracy.`);
  return accuracy;
}

/** As the journal has it, sample by sample, in the four digits that are printed. */
function journalAccuracyOf(ran: Ran, name: string): number {
  const scores = ran.samples(name).flatMap(({ scores }) => scores.accuracy ?? []);
  return rounded(scores.reduce((sum, score) => sum + score, 0) / scores.length);
}

function rounded(value: number): number {
  return Number(value.toFixed(4));
}

/** Every answer of the run is what the function says to the same input: it was really called. */
function expectAnswers(ran: Ran, name: string, model: (input: string) => string): void {
  const samples = ran.samples(name);
  expect(samples.length).toBeGreaterThan(0);
  expect(samples.map(({ prediction }) => prediction)).toEqual(samples.map(({ input }) => model(input)));
}
