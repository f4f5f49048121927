import { describe, expect, it } from 'vitest';
import { MetricsTracker } from '../../src/history/metrics-tracker.js';

function trackerAt(start: string) {
  let now = Date.parse(start);
  return { tracker: new MetricsTracker({ now: () => now }), pass: (ms: number) => (now += ms) };
}

describe('MetricsTracker', () => {
  it('tells what a run was, when it was and what was logged', () => {
    const { tracker, pass } = trackerAt('2026-11-21T03:44:55Z');
    tracker.startRun('baseline', { lr: 0.001 });
    tracker.runMetadata.hyperparameters = { epochs: 3 };
    tracker.logMetrics({ accuracy: 0.5 });
    tracker.logMetrics({ accuracy: 0.6, loss: 1 });
    pass(1500);
    const ended = tracker.endRun();
    expect(ended).toEqual({
      metadata: {
        lr: 0.001,
        hyperparameters: { epochs: 3 },
        runName: 'baseline',
        startTime: '2026-11-21T03:44:55.000Z',
        endTime: '2026-11-21T03:44:56.500Z',
        duration: 1.5,
        status: 'finished',
      },
      metrics: { accuracy: 0.6, loss: 1 },
    });
    expect(tracker.getHistory()).toEqual([ended]);
  });

  it.each([Number.NaN, Number.POSITIVE_INFINITY, '0.5', true, null, undefined])(
    'refuses %s by name, and logs nothing of the same call',
    (value) => {
      const tracker = new MetricsTracker();
      tracker.startRun();
      expect(() => tracker.logMetrics({ good: 1, bad: value as number })).toThrow(
        /logMetrics: "bad" is .*; a metric is a finite number/,
      );
      expect(tracker.endRun().metrics).toEqual({});
    },
  );

  it('explains what is missing when no run is open', () => {
    const tracker = new MetricsTracker();
    const expected = expect.objectContaining({
      code: 'usage',
      message: expect.stringContaining('Call startRun() first'),
    });
    expect(() => tracker.endRun()).toThrow(expected);
    expect(() => tracker.logMetrics({ a: 1 })).toThrow(expected);
    tracker.startRun();
    tracker.endRun();
    expect(() => tracker.endRun()).toThrow(expected);
  });

  it('takes failed and interrupted as an end, and nothing else', () => {
    const tracker = new MetricsTracker();
    tracker.startRun('a');
    expect(() => tracker.endRun('completed' as 'finished')).toThrow(/finished, failed, interrupted; got "completed"/);
    expect(tracker.endRun('failed').metadata.status).toBe('failed');
  });

  it('keeps nested runs apart: its methods mean the innermost open one', () => {
    const tracker = new MetricsTracker();
    tracker.startRun('outer');
    tracker.runMetadata.level = 0;
    tracker.startRun('inner');
    tracker.runMetadata.level = 1;
    tracker.logMetrics({ m: 1 });
    tracker.endRun();
    tracker.logMetrics({ m: 2 });
    tracker.endRun();
    expect(tracker.getHistory().map(({ metadata, metrics }) => [metadata.runName, metadata.level, metrics.m])).toEqual([
      ['inner', 1, 1],
      ['outer', 0, 2],
    ]);
  });

  it('keeps runs side by side apart, each by its own handle', () => {
    const tracker = new MetricsTracker();
    const a = tracker.startRun('a');
    const b = tracker.startRun('b');
    a.logMetrics({ m: 1 });
    b.logMetrics({ m: 2 });
    a.runMetadata.of = 'a';
    expect(a.end().metrics).toEqual({ m: 1 });
    tracker.logMetrics({ n: 3 });
    expect(b.end().metrics).toEqual({ m: 2, n: 3 });
    expect(tracker.getHistory().map(({ metadata }) => metadata.of)).toEqual(['a', undefined]);
    expect(() => a.logMetrics({ m: 1 })).toThrow(/the run "a" has ended/);
    expect(() => a.end()).toThrow(/the run "a" has ended/);
  });

  it('begins the first run with what was noted before, and lets what was noted be read after the end', () => {
    const tracker = new MetricsTracker();
    tracker.runMetadata.commit = 'abc';
    tracker.startRun('a', { lr: 1 });
    Object.assign(tracker.runMetadata, { note: 'x' });
    expect(tracker.endRun().metadata).toMatchObject({ commit: 'abc', lr: 1, note: 'x' });
    expect(tracker.runMetadata).toEqual({ commit: 'abc', lr: 1, note: 'x' });
    expect(() => Object.assign(tracker.runMetadata, { late: 1 })).toThrow(TypeError);
    tracker.startRun('b');
    expect(tracker.runMetadata).toEqual({});
  });

  it('gives copies: changing them, or what was handed in, changes nothing kept', () => {
    const tracker = new MetricsTracker();
    const parameters = { list: [1, { deep: 1 }] };
    tracker.startRun('a', { parameters, at: new Date(0) });
    tracker.logMetrics({ m: 1 });
    const ended = tracker.endRun();
    const kept = structuredClone(tracker.getHistory());
    parameters.list.push(2);
    Object.assign(ended.metrics, { m: 2 });
    for (const { metadata } of tracker.getHistory()) {
      Object.assign((metadata.parameters as typeof parameters).list[1] ?? {}, { deep: 2 });
      (metadata.at as Date).setTime(1);
    }
    expect(tracker.getHistory()).toEqual(kept);
  });

  it('keeps functions and cycles among the notes', () => {
    const tracker = new MetricsTracker();
    const parser = () => 'x';
    const cyclic: Record<string, unknown> = { parser };
    cyclic.self = cyclic;
    tracker.startRun('a', { cyclic });
    tracker.endRun();
    const [entry] = tracker.getHistory();
    const copy = entry?.metadata.cyclic as typeof cyclic;
    expect(copy.parser).toBe(parser);
    expect(copy.self).toBe(copy);
    expect(copy).not.toBe(cyclic);
  });

  it('gives runs without a name different ones, also within a second', () => {
    const { tracker } = trackerAt('2026-11-21T03:44:55Z');
    for (let run = 0; run < 3; run += 1) tracker.startRun();
    for (let run = 0; run < 3; run += 1) tracker.endRun();
    expect(tracker.getHistory().map(({ metadata }) => metadata.runName)).toEqual([
      'run_20261121T034455Z_3',
      'run_20261121T034455Z_2',
      'run_20261121T034455Z',
    ]);
  });

  it('does not let a clock that is set back make a run end before it began', () => {
    const { tracker, pass } = trackerAt('2026-11-21T03:44:55Z');
    tracker.startRun('a');
    pass(-5000);
    expect(tracker.endRun().metadata.duration).toBe(0);
  });

  it('compares its finished runs', () => {
    const tracker = new MetricsTracker();
    for (const [name, accuracy, status] of [
      ['a', 0.5, 'finished'],
      ['a', 0.7, 'finished'],
      ['b', 0.9, 'failed'],
    ] as const) {
      tracker.startRun(name);
      tracker.logMetrics({ accuracy });
      tracker.endRun(status);
    }
    expect(tracker.compareRuns('accuracy')).toEqual({
      a: 0.5,
      'a #2': 0.7,
      _stats: { best: 0.7, worst: 0.5, average: 0.6, bestRun: 'a #2' },
    });
    expect(tracker.compareRuns('nothing')).toEqual({});
  });
});
