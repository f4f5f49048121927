import { describe, expect, it } from 'vitest';
import type { RunRecord } from '../../src/core/run-record.js';
import { type HistoryEntry, historyTable } from '../../src/report/history-table.js';
import { floorRuns, groupTable, headlineOf, runTable } from '../../src/report/run-table.js';
import { textTable } from '../../src/report/table.js';
import { runRecord } from './records.js';

describe('runTable', () => {
  it('says with every value how many samples it rests on', () => {
    expect(textTable(runTable([runRecord()])).split('\n')).toEqual([
      'run            model               metric     value  95 % interval    n  unscored  failed  truncated',
      '─────────────  ──────────────────  ────────  ──────  ─────────────  ───  ────────  ──────  ─────────',
      'eval_baseline  openai/gpt-4o-mini  accuracy  0.6842   [0.61, 0.75]  190         4       3          3',
      '                                   f1        0.6100              –  186',
    ]);
  });

  it('shows the metrics asked for, and none where a run has no such metric', () => {
    const rows = runTable([runRecord(), runRecord({ metrics: { latency: 1 }, stats: {} })], {
      metrics: ['accuracy'],
    }).rows;
    expect(rows.map((row) => row.slice(2, 6))).toEqual([
      ['accuracy', '0.6842', '[0.61, 0.75]', '190'],
      ['accuracy', '–', '–', '–'],
    ]);
  });

  it('marks runs that did not finish', () => {
    expect(runTable([runRecord({ status: 'interrupted' })]).rows[0]?.[0]).toBe('eval_baseline (interrupted)');
  });

  it('shows a run that scored nothing', () => {
    const counts = { total: 10, scored: 0, unscored: 0, failed: 10, truncated: 0 };
    const record = runRecord({ status: 'failed', metrics: {}, stats: {}, counts });
    expect(runTable([record]).rows).toEqual([
      ['eval_baseline (failed)', 'openai/gpt-4o-mini', '–', '–', '–', '0', '0', '10', '0'],
    ]);
  });

  it('does without a model, statistics and counts', () => {
    const { spec: _, counts: __, ...rest } = runRecord({ metrics: { cost: 0.02 }, stats: {} });
    expect(runTable([rest]).rows).toEqual([['eval_baseline', '–', 'cost', '0.0200', '–', '–', '–', '–', '–']]);
  });

  it('puts the floor under a run', () => {
    const record = runRecord({ info: { floor: { n: 200, random: 0.25, majority: 0.28 } } });
    expect(runTable([...floorRuns(record)]).rows.map((row) => [row[0], row[3], row[5]])).toEqual([
      ['(floor: at random)', '0.2500', '200'],
      ['(floor: always the commonest position)', '0.2800', '200'],
    ]);
    expect(floorRuns(runRecord())).toEqual([]);
  });

  it('fits a terminal of 80 columns', () => {
    const text = textTable(runTable([runRecord({ name: '기준 모델을 다시 실행한 아주 긴 이름' })]), { maxWidth: 80 });
    expect(text.split('\n')[2]).toBe(
      '기준 모델…  openai/gpt…  accuracy  0.6842   [0.61, 0.75]  190     4     3      3',
    );
  });
});

describe('groupTable', () => {
  it('shows the headline metric of every group', () => {
    expect(textTable(groupTable(runRecord())).split('\n')).toEqual([
      'group         accuracy  95 % interval    n  unscored',
      '────────────  ────────  ─────────────  ───  ────────',
      '회계학          0.7000   [0.60, 0.78]  100         0',
      'Criminal-Law    0.6667   [0.56, 0.76]   90         4',
    ]);
  });

  it('shows that a group has no value of a metric', () => {
    expect(groupTable(runRecord(), 'f1').rows[0]).toEqual(['회계학', '–', '–', '–', '–']);
  });

  it('is empty for a run without groups', () => {
    expect(groupTable(runRecord({ groups: {}, metrics: {} })).rows).toEqual([]);
    expect(headlineOf({})).toBeUndefined();
  });
});

describe('historyTable', () => {
  const tracked = { name: '추적', startedAt: '2025-03-02T00:00:01.000Z', status: 'failed', metrics: {} } as const;

  it('tells of every run when, what and how it went', () => {
    expect(textTable(historyTable([historyEntry(runRecord()), tracked])).split('\n')).toEqual(
      [
        'started (UTC)     run            dataset  model               status    metrics',
        '────────────────  ─────────────  ───────  ──────────────────  ────────  ───────────────────────────',
        '2025-03-01 09:12  eval_baseline  kmmlu    openai/gpt-4o-mini  finished  accuracy 0.6842, f1 0.6100',
        '2025-03-02 00:00  추적           –        –                   failed    –',
      ].map((line) => line.replace('───────────────────────────', '──────────────────────────')),
    );
  });

  it('gives one metric columns of its own: value, interval and n', () => {
    const stats = { f1: { n: 1200, unscored: 0, mean: 0.61, ci95: [0.58, 0.64] as const } };
    const table = historyTable([{ ...historyEntry(runRecord()), stats }, tracked], 'f1');
    expect(table.columns.slice(-3).map(({ title }) => title)).toEqual(['f1', '95 % interval', 'n']);
    expect(table.rows.map((row) => row.slice(-3))).toEqual([
      ['0.6100', '[0.580, 0.640]', '1,200'],
      ['–', '–', '–'],
    ]);
  });
});

/** A record as the history shows it. */
function historyEntry({ name, startedAt, status, metrics, spec }: RunRecord): HistoryEntry {
  return {
    name,
    startedAt,
    status,
    metrics,
    ...(spec !== undefined && { dataset: spec.dataset.name, model: spec.model.id }),
  };
}
