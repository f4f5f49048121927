import { assert, double, integer, property, record as recordOf, string, uniqueArray } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Batch, batches, halves } from '../../../src/trackers/mlflow/batches.js';
import { cleanKey, KeyNames } from '../../../src/trackers/mlflow/key-names.js';
import { shortened } from '../../../src/trackers/mlflow/text-limit.js';
import { FakeRuns } from './fake-mlflow-runs.js';

describe('keys', () => {
  it.each([
    ['accuracy', 'accuracy'],
    ['pass@1', 'pass_at_1'],
    ['top5%', 'top5_percent'],
    ['f1 (macro)', 'f1 _macro_'],
    ['한국사/조선', '한국사/조선'],
    ['../../etc', '__/__/etc'],
    ['/a//b/', 'a/b'],
    ['', '_'],
    ['a\u0000b\n', 'a_b_'],
  ])('%j is called %j', (key, name) => {
    expect(cleanKey(key)).toBe(name);
  });

  it('of every kind are taken by the server, in a batch of their own', () => {
    const runs = new FakeRuns('mlflow-artifacts:');
    runs.answer('POST /api/2.0/mlflow/experiments/create', { name: 'x' });
    runs.answer('POST /api/2.0/mlflow/runs/create', { experiment_id: '1', run_name: 'r', tags: [] });
    const [run_id] = runs.all.keys();
    assert(
      property(string({ unit: 'binary', maxLength: 400 }), (key) => {
        const tags = [{ key: cleanKey(key), value: '' }];
        expect(runs.answer('POST /api/2.0/mlflow/runs/log-batch', { run_id, tags })).toEqual({});
      }),
    );
  });

  it('that would share a name are told apart, in the same way after a restart', () => {
    const warnings: string[] = [];
    const names = () => new KeyNames('metric', cleanKey, (message) => warnings.push(message));
    const state = {};
    const first = names();
    expect(first.nameOf('a?', state)).toBe('a_');
    const other = first.nameOf('a!', state);
    expect(other).toMatch(/^a__[0-9a-f]{8}$/);
    const second = names();
    expect([second.nameOf('a!', state), second.nameOf('a?', state)]).toEqual([other, 'a_']);
    expect(warnings).toHaveLength(1);
  });
});

describe('batches', () => {
  const metric = recordOf({
    key: string({ maxLength: 300 }),
    value: double({ noNaN: true }),
    timestamp: integer(),
    step: integer(),
  });
  const pair = recordOf({ key: string(), value: string({ unit: 'binary', maxLength: 9000 }) });

  it('stay inside the limits, lose nothing and keep the order', () => {
    const many = { minLength: 0, maxLength: 2500, size: 'max' } as const;
    assert(
      property(
        uniqueArray(metric, many),
        uniqueArray(pair, { maxLength: 250, size: 'max' }),
        uniqueArray(pair, { maxLength: 250, size: 'max' }),
        (metrics, params, tags) => {
          const all = [...batches({ metrics, params, tags })];
          for (const batch of all) {
            expect(batch.metrics.length).toBeLessThanOrEqual(1000);
            expect(batch.params.length).toBeLessThanOrEqual(100);
            expect(batch.tags.length).toBeLessThanOrEqual(100);
            expect(batch.metrics.length + batch.params.length + batch.tags.length).toBeLessThanOrEqual(1000);
            const { metrics: m, params: p, tags: t } = batch;
            expect(Buffer.byteLength(JSON.stringify({ m, p, t }))).toBeLessThan(1_000_000);
          }
          const joined = (kind: keyof Batch) => all.flatMap((batch): readonly unknown[] => batch[kind]);
          expect(joined('metrics')).toEqual(metrics);
          expect(joined('params')).toEqual(params);
          expect(joined('tags')).toEqual(tags);
        },
      ),
      { numRuns: 10 },
    );
  });

  it('that were refused are halved until one thing is left', () => {
    const tags = ['a', 'b', 'c'].map((key) => ({ key, value: '' }));
    const [one, two] = halves({ metrics: [], params: [], tags }) ?? [];
    expect([one?.tags, two?.tags]).toEqual([tags.slice(0, 2), tags.slice(2)]);
    expect(two && halves(two)).toBeUndefined();
  });
});

describe('a text that is too long', () => {
  it('is cut between characters, and says how long it was', () => {
    const { text, isShortened } = shortened('😀'.repeat(60), 50);
    expect(isShortened).toBe(true);
    expect(Array.from(text)).toHaveLength(50);
    expect(text).toMatch(/^(😀)+ … \[cut: 60 characters\]$/u);
    expect(shortened('😀'.repeat(50), 50)).toEqual({ text: '😀'.repeat(50), isShortened: false });
  });
});
