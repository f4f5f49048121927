import { describe, expect, it } from 'vitest';
import { randomFor, sampleToken } from '../../../src/backends/huggingface/sampling.js';
import { logProbability } from '../../../src/backends/huggingface/scoring.js';

const logits = Float32Array.from([0.5, 2, 1, -1, 2]);

/** How often each token is drawn in so many draws. */
function shares(sampling: Parameters<typeof sampleToken>[1], draws = 40_000): number[] {
  const random = randomFor(1, 0, 'x');
  const counts = new Array<number>(logits.length).fill(0);
  for (let draw = 0; draw < draws; draw += 1) {
    const token = sampleToken(logits, sampling, random);
    counts[token] = (counts[token] ?? 0) + 1;
  }
  return counts.map((count) => count / draws);
}

function softmax(values: readonly number[]): number[] {
  const weights = values.map(Math.exp);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return weights.map((weight) => weight / total);
}

describe('a drawn token', () => {
  it.each([1, 0.5, 2])('comes as often as the softmax at temperature %d says', (temperature) => {
    const expected = softmax([...logits].map((logit) => logit / temperature));
    for (const [token, share] of shares({ temperature }).entries())
      expect(share).toBeCloseTo(expected[token] ?? 0, 1.7);
  });

  it('is one of the k likeliest, the lower number first among equals', () => {
    expect(shares({ temperature: 1, topK: 1 })).toEqual([0, 1, 0, 0, 0]);
    const [a, b, c, d, e] = shares({ temperature: 1, topK: 3 });
    expect([a, d]).toEqual([0, 0]);
    for (const share of [b, c, e]) expect(share).toBeGreaterThan(0.1);
  });

  it('is one of the fewest that make up top-p, of what top-k left', () => {
    // Softmax: 0.084, 0.379, 0.139, 0.019, 0.379.
    expect(shares({ temperature: 1, topP: 0.3 })).toEqual([0, 1, 0, 0, 0]);
    const isDrawn = (sampling: object) => shares({ temperature: 1, ...sampling }).map((share) => share > 0);
    expect(isDrawn({ topP: 0.75 })).toEqual([false, true, false, false, true]);
    expect(isDrawn({ topP: 0.8 })).toEqual([false, true, true, false, true]);
    expect(isDrawn({ topP: 0.99 })).toEqual([true, true, true, true, true]);
    expect(isDrawn({ topK: 3, topP: 0.85 })).toEqual([false, true, true, false, true]);
    expect(isDrawn({ topK: 3, topP: 0.8 })).toEqual([false, true, false, false, true]);
  });

  it('is another for another seed, draw or prompt', () => {
    const first = (seed: number, draw: number, prompt: string) => randomFor(seed, draw, prompt)();
    const all = [first(0, 0, 'a'), first(1, 0, 'a'), first(0, 1, 'a'), first(0, 0, 'b')];
    expect(new Set(all).size).toBe(4);
    expect(first(0, 0, 'a')).toBe(all[0]);
  });
});

it('a log-probability is that of the softmax, for logits of any size', () => {
  expect(logProbability(logits, 2)).toBeCloseTo(Math.log(softmax([...logits])[2] ?? 0), 6);
  expect(logProbability(Float32Array.from([1e4, -1e4]), 0)).toBe(0);
  expect(logProbability(Float32Array.from([1e4, -1e4]), 1)).toBe(-2e4);
});
