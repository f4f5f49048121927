import { describe, expect, it } from 'vitest';
import { patience } from '../../src/backends/patience.js';
import { HretError } from '../../src/errors.js';

const having = (count: number, tookMs: number) => {
  const limit = patience();
  for (let n = 0; n < count; n += 1) limit.answered(tookMs);
  return limit;
};

describe('patience', () => {
  it('allows 20 times the slowest answer', () => {
    const limit = having(20, 700);
    limit.answered(900);
    limit.answered(700);
    expect(limit.limitMs()).toBe(18_000);
  });

  it('allows at least 10 seconds, however fast the model is', () => {
    expect(having(30, 5).limitMs()).toBe(10_000);
  });

  it('allows 300 seconds while fewer than 20 answers are known', () => {
    expect(having(19, 5).limitMs()).toBe(300_000);
    expect(having(20, 5).limitMs()).toBe(10_000);
  });

  it('never allows more than 300 seconds', () => {
    expect(having(25, 60_000).limitMs()).toBe(300_000);
  });

  it('forgets answers older than the last hundred', () => {
    const limit = having(1, 5_000);
    for (let n = 0; n < 99; n += 1) limit.answered(600);
    expect(limit.limitMs()).toBe(100_000);
    limit.answered(600);
    expect(limit.limitMs()).toBe(12_000);
  });

  it('says how long it waited, what it knows, and what to set', () => {
    const error = having(150, 600).error('llm:8000', 12_040);
    expect(error).toBeInstanceOf(HretError);
    expect(error).toMatchObject({
      code: 'timeout',
      isRetryable: true,
      message:
        'llm:8000 gave no answer for 12.0 s, while the slowest of the last 100 answers took 0.6 s: taken for a hang. Set timeoutMs if answers may take that long.',
    });
    expect(having(0, 0).error('llm:8000', 300_400).message).toContain(
      'for 300.4 s, which is the longest we wait (300.0 s)',
    );
  });
});
