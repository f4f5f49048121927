import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { finalMetrics } from '../../../src/trackers/delivery/final-metrics.js';
import { gitState, withoutCredentials } from '../../../src/trackers/delivery/git.js';
import { flattened, params } from '../../../src/trackers/delivery/params.js';
import { RunningMetrics, type Snapshot } from '../../../src/trackers/delivery/running.js';
import { RunningMean } from '../../../src/util/running-mean.js';
import { tempDir } from '../../temp-dir.js';
import { beginningOf, endOf, resultOf } from '../tracked-run.js';

describe('running metrics', () => {
  const told = (metrics: RunningMetrics, from: number, to: number) =>
    Array.from({ length: to - from }, (_, i) => metrics.add(resultOf(from + i))).filter(
      (snapshot): snapshot is Snapshot => snapshot !== undefined,
    );

  it('fall due a hundred times at most, at the same counts whatever the clock says, and not at the end', () => {
    const steps = told(new RunningMetrics(1000), 0, 1000).map(({ step }) => step);
    expect(steps).toEqual(Array.from({ length: 99 }, (_, i) => (i + 1) * 10));
    expect(told(new RunningMetrics(3), 0, 3).map(({ step }) => step)).toEqual([1, 2]);
    expect(told(new RunningMetrics(), 0, 250).map(({ step }) => step)).toEqual([100, 200]);
  });

  it('are the means so far', () => {
    const last = told(new RunningMetrics(5), 0, 5).at(-1);
    expect(last).toEqual({ step: 4, metrics: { accuracy: 0.5 } });
  });

  it.each([1, 37, 500, 999])('of a run that was resumed after %i samples are those of one that was not', (done) => {
    const whole = told(new RunningMetrics(1000), 0, 1000);
    const before = new RunningMetrics(1000);
    const first = told(before, 0, done);
    const mean = new RunningMean();
    for (let i = 0; i < done; i++) mean.add(resultOf(i).scores.accuracy ?? 0);
    const resumed = new RunningMetrics(1000);
    const { n, mean: value, squares, isBinary } = mean;
    const counts = { scored: done, unscored: 0, failed: 0, truncated: 0 };
    resumed.reuse({ count: done, reused: { counts, means: { accuracy: { n, mean: value, squares, isBinary } } } });
    expect([...first, ...told(resumed, done, 1000)]).toEqual(whole);
  });

  it('leave out a metric that no sample has a value for', () => {
    const metrics = new RunningMetrics(3);
    expect(metrics.add({ ...resultOf(0), scores: {} })).toEqual({ step: 1, metrics: {} });
  });
});

describe('final metrics', () => {
  it('are everything a record says in numbers, by flat names', () => {
    const record = {
      ...endOf(beginningOf(), 10),
      groups: { 법학: { accuracy: { n: 4, unscored: 0, mean: 0.25 } } },
      usage: { inputTokens: 10, outputTokens: 5 },
      costUsd: 0.5,
      retries: 2,
    };
    expect(finalMetrics(record)).toEqual({
      accuracy: 0.5,
      accuracy_stderr: 0.1,
      accuracy_ci95_low: 0.3,
      accuracy_ci95_high: 0.7,
      accuracy_n: 10,
      'accuracy/법학': 0.25,
      'accuracy/법학_n': 4,
      'counts/total': 10,
      'counts/scored': 10,
      'counts/unscored': 0,
      'counts/failed': 0,
      'counts/truncated': 0,
      'usage/input_tokens': 10,
      'usage/output_tokens': 5,
      cost_usd: 0.5,
      elapsed_seconds: 60,
      retries: 2,
    });
  });

  it('hold no number that is none', () => {
    expect(finalMetrics({ ...beginningOf(), metrics: { a: Number.NaN, b: Number.POSITIVE_INFINITY, c: 0 } })).toEqual({
      c: 0,
    });
  });
});

describe('params', () => {
  it('are what a run was asked to do and the metadata of the user, flat', () => {
    const record = beginningOf({
      metadata: { hyperparameters: { lr: 0.001, layers: [1, 2] }, note: '메모', none: null },
    });
    expect(params(record)).toEqual({
      dataset: 'kmmlu',
      'dataset.subset': 'Law',
      'dataset.split': 'test',
      model: 'openai/gpt',
      'model.params.temperature': 0,
      evaluators: 'string_match',
      trials: 1,
      seed: 0,
      'hyperparameters.lr': 0.001,
      'hyperparameters.layers': '[1,2]',
      note: '메모',
    });
  });

  it('keep apart what the user calls like something of the run', () => {
    const { model, 'metadata.model': own } = params(beginningOf({ metadata: { model: 'mine' } }));
    expect([model, own]).toEqual(['openai/gpt', 'mine']);
  });

  it('of a context are its metadata', () => {
    const { spec: _, ...context } = beginningOf({ kind: 'context', metadata: { a: { b: true } } });
    expect(params(context)).toEqual({ 'a.b': true });
    expect(flattened({ a: {} })).toEqual({});
  });
});

describe('the state of the source', () => {
  const env = { PATH: process.env.PATH, GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_SYSTEM: '/dev/null' };
  const who = ['-c', 'user.name=n', '-c', 'user.email=e@x'];

  it('is its commit, branch, changes and origin, and looking at it changes nothing', async () => {
    await using dir = await tempDir();
    const git = (...args: string[]) => execFileSync('git', args, { cwd: dir.path, env, encoding: 'utf8' }).trim();
    expect(await gitState({ cwd: dir.path, env })).toBeUndefined();
    git('init', '-q', '-b', 'main');
    expect(await gitState({ cwd: dir.path, env })).toBeUndefined();
    writeFileSync(join(dir.path, 'a.txt'), 'one');
    git('add', '.');
    git(...who, 'commit', '-q', '-m', 'first');
    git('remote', 'add', 'origin', 'https://user:t0ken@host.example/team/repo.git');
    const commit = git('rev-parse', 'HEAD');
    const remote = 'https://host.example/team/repo.git';
    expect(await gitState({ cwd: dir.path, env })).toEqual({ commit, branch: 'main', isDirty: false, remote });
    writeFileSync(join(dir.path, 'untracked.txt'), 'x');
    expect(await gitState({ cwd: dir.path, env })).toMatchObject({ isDirty: false });
    writeFileSync(join(dir.path, 'a.txt'), 'two');
    git('checkout', '-q', '--detach');
    expect(await gitState({ cwd: dir.path, env })).toEqual({ commit, isDirty: true, remote });
  });

  it('is nothing without git', async () => {
    expect(await gitState({ cwd: process.cwd(), env: { PATH: '/nowhere' } })).toBeUndefined();
  });

  it.each([
    ['https://user:pw@host/x.git', 'https://host/x.git'],
    ['https://host/x.git?token=a#b', 'https://host/x.git'],
    ['ssh://git@host/x.git', 'ssh://host/x.git'],
    ['git@host:team/x.git', 'git@host:team/x.git'],
  ])('shows %s as %s', (remote, shown) => {
    expect(withoutCredentials(remote)).toBe(shown);
  });
});
