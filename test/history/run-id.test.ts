import { basename, join, resolve } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isRunId, newRunId } from '../../src/history/run-id.js';

const now = Date.UTC(2026, 10, 21, 3, 44, 55, 678);

describe('newRunId', () => {
  it('is the name, the UTC second and six hex digits', () => {
    expect(newRunId('eval_answer', now)).toMatch(/^eval_answer-20261121T034455Z-[0-9a-f]{6}$/);
  });

  it.each([
    ['한국어 평가', '한국어_평가'],
    ['한국어'.normalize('NFD'), '한국어'],
    ['openai/gpt-4.1 (mini)', 'openai_gpt-4.1_mini'],
    ['../../etc/passwd', 'etc_passwd'],
    ['-rf', 'rf'],
    ['_stats', 'stats'],
    ['a'.repeat(200), 'a'.repeat(60)],
    ['가'.repeat(200), '가'.repeat(20)],
    ['', 'run'],
    ['///', 'run'],
    ['🤖', 'run'],
    ['\ud800', 'run'],
  ])('of a run called %j begins with %s', (name, slug) => {
    expect(newRunId(name, now).replace(/-20261121T034455Z-[0-9a-f]{6}$/, '')).toBe(slug);
  });

  it('never repeats, however many runs begin in one second', () => {
    const ids = Array.from({ length: 20_000 }, () => newRunId('r', now));
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('is a folder directly under the one it is put in, for any name', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.string({ unit: 'binary' }),
          fc.string({ unit: fc.constantFrom('.', '/', '\\', '\u0000', '~', '가', '-') }),
        ),
        (name) => {
          const id = newRunId(name, now);
          const path = resolve('/runs', id);
          expect(path).toBe(join('/runs', id));
          expect(basename(path)).toBe(id);
          expect(isRunId(id)).toBe(true);
          expect(Buffer.byteLength(id)).toBeLessThanOrEqual(60 + 24);
        },
      ),
    );
  });
});

describe('isRunId', () => {
  it('takes no name that leads somewhere else', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('.', '/', '\\', '\u0000', ':', 'a', '가') }), (text) => {
        if (isRunId(text)) expect(resolve('/runs', text)).toBe(`/runs/${text}`);
      }),
    );
    for (const text of ['', '.', '..', '../a', 'a/b', 'a\\b', 'C:', '.a', 'a\n', 'a'.repeat(256)])
      expect(isRunId(text), text).toBe(false);
  });
});
