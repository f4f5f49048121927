import { describe, expect, it } from 'vitest';
import type { RunRecord } from '../../src/core/run-record.js';
import { historyEntries } from '../../src/history/entries.js';
import { recordOf } from './fixtures.js';

function finished(runId: string, parts: Partial<RunRecord> = {}): RunRecord {
  return recordOf(runId, { status: 'finished', finishedAt: '2026-11-21T03:45:00.000Z', ...parts });
}
const context = (runId: string, parts: Partial<RunRecord> = {}) => finished(runId, { kind: 'context', ...parts });
const child = (runId: string, parentId: string, parts: Partial<RunRecord> = {}) =>
  finished(runId, { parentId, ...parts });

function shown(...runs: RunRecord[]) {
  return historyEntries(runs).map(({ name, status, metrics }) => ({ name, status, metrics }));
}

describe('historyEntries', () => {
  it('shows a run without a context under its own name', () => {
    expect(
      shown(finished('a', { metrics: { accuracy: 1 } }), finished('t', { kind: 'tracked', metrics: { cost: 2 } })),
    ).toEqual([
      { name: 'a', status: 'finished', metrics: { accuracy: 1 } },
      { name: 't', status: 'finished', metrics: { cost: 2 } },
    ]);
  });

  it('shows a context and its only evaluation as one, under the name of the context, whose own numbers win', () => {
    const own = context('my_experiment', { metrics: { cost: 2, accuracy: 0.9 } });
    expect(shown(own, child('model', 'my_experiment', { metrics: { accuracy: 0.5, f1: 0.4 } }))).toEqual([
      { name: 'my_experiment', status: 'finished', metrics: { accuracy: 0.9, f1: 0.4, cost: 2 } },
    ]);
  });

  it('shows a context of several evaluations, and each of them under the name of both', () => {
    const runs = [
      context('c', { metrics: { cost: 2 } }),
      child('a', 'c', { metrics: { accuracy: 0.5 } }),
      child('b', 'c', { metrics: { accuracy: 0.6 } }),
    ];
    expect(shown(...runs)).toEqual([
      { name: 'c', status: 'finished', metrics: { cost: 2, 'a/accuracy': 0.5, 'b/accuracy': 0.6 } },
      { name: 'c/a', status: 'finished', metrics: { accuracy: 0.5 } },
      { name: 'c/b', status: 'finished', metrics: { accuracy: 0.6 } },
    ]);
  });

  it('numbers evaluations of the same name in one context, so that none hides another', () => {
    const twice = [
      child('x', 'c', { name: 'a', metrics: { m: 1 } }),
      child('y', 'c', { name: 'a', metrics: { m: 2 } }),
    ];
    expect(shown(context('c'), ...twice)).toMatchObject([
      { metrics: { 'a/m': 1, 'a #2/m': 2 } },
      { name: 'c/a' },
      { name: 'c/a #2' },
    ]);
  });

  it('shows a context without evaluations with what was tracked in it', () => {
    expect(shown(context('c', { metrics: { cost: 1 } }))).toEqual([
      { name: 'c', status: 'finished', metrics: { cost: 1 } },
    ]);
  });

  it('is only finished when both the context and its only evaluation have finished', () => {
    const status = (own: RunRecord['status'], evaluation: RunRecord['status']) =>
      shown(context('c', { status: own }), child('a', 'c', { status: evaluation }))[0]?.status;
    expect(status('finished', 'finished')).toBe('finished');
    expect(status('finished', 'interrupted')).toBe('interrupted');
    expect(status('failed', 'finished')).toBe('failed');
    expect(status('running', 'finished')).toBe('running');
  });

  it('does not take numbers of a child that has not finished into the context', () => {
    const runs = [
      context('c'),
      child('a', 'c', { status: 'failed', metrics: { m: 1 } }),
      child('b', 'c', { metrics: { m: 2 } }),
    ];
    expect(shown(...runs)[0]?.metrics).toEqual({ 'b/m': 2 });
  });

  it('shows a tracked child beside the only evaluation, and a context inside a context', () => {
    const runs = [
      context('outer'),
      child('eval', 'outer', { metrics: { m: 1 } }),
      child('numbers', 'outer', { kind: 'tracked', metrics: { n: 2 } }),
    ];
    expect(shown(...runs)).toEqual([
      { name: 'outer', status: 'finished', metrics: { m: 1, 'numbers/n': 2 } },
      { name: 'outer/numbers', status: 'finished', metrics: { n: 2 } },
    ]);
    const nested = [
      context('outer'),
      child('inner', 'outer', { kind: 'context' }),
      child('a', 'inner'),
      child('b', 'inner'),
    ];
    expect(shown(...nested).map(({ name }) => name)).toEqual([
      'outer',
      'outer/inner',
      'outer/inner/a',
      'outer/inner/b',
    ]);
  });

  it('shows a run whose context is not there under its own name', () => {
    expect(shown(child('a', 'gone'))).toMatchObject([{ name: 'a' }]);
  });

  it('finds the context of a child that is listed before it', () => {
    expect(shown(child('a', 'c', { metrics: { m: 1 } }), context('c'))).toMatchObject([
      { name: 'c', metrics: { m: 1 } },
    ]);
  });

  it("comes to an end when runs are each other's parents", () => {
    expect(shown(context('a', { parentId: 'b' }), context('b', { parentId: 'a' }))).toHaveLength(2);
  });

  it('tells when, how long, over which data and by which model, and what the user noted', () => {
    const spec = {
      dataset: { name: 'kmmlu', params: {} },
      model: { id: 'gpt', params: {} },
      evaluators: [],
      trials: 1,
      seed: 0,
    };
    const stats = { accuracy: { n: 10, unscored: 0, mean: 0.5, stderr: 0.1, ci95: [0.3, 0.7] as const } };
    const evaluation = child('a', 'c', { spec, stats, metrics: { accuracy: 0.5 }, metadata: { lr: 1, note: 'child' } });
    expect(
      historyEntries([context('c', { metadata: { note: 'context', runName: 'mine' }, elapsedMs: 2500 }), evaluation]),
    ).toEqual([
      {
        runId: 'c',
        name: 'c',
        kind: 'context',
        status: 'finished',
        startedAt: '2026-11-21T03:44:55.000Z',
        finishedAt: '2026-11-21T03:45:00.000Z',
        evaluationId: 'a',
        dataset: 'kmmlu',
        model: 'gpt',
        metadata: {
          lr: 1,
          note: 'context',
          runName: 'c',
          startTime: '2026-11-21T03:44:55.000Z',
          endTime: '2026-11-21T03:45:00.000Z',
          duration: 2.5,
          status: 'finished',
        },
        metrics: { accuracy: 0.5 },
        stats,
      },
    ]);
    expect(historyEntries([finished('a')])[0]?.metadata.duration).toBe(5);
    expect(historyEntries([recordOf('a')])[0]?.metadata).toEqual({
      runName: 'a',
      startTime: '2026-11-21T03:44:55.000Z',
      status: 'running',
    });
  });
});
