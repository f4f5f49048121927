import { expect, it } from 'vitest';
import { preflight } from '../../src/api/preflight.js';
import type { Sample } from '../../src/core/sample.js';

const sample: Sample = { id: '1', input: '?', target: { kind: 'text', accepted: ['1'] } };
const selection = (limit?: number) => ({
  dataset: {
    name: 'three and a bad row',
    async *samples() {
      yield* [sample, sample, sample];
      throw new Error('row 4 is bad');
    },
  },
  prompt: ({ input }: Sample) => ({ text: input }),
  trials: 1,
  ...(limit === undefined ? {} : { limit }),
});

it('no row beyond the limit is looked at', async () => {
  expect(await preflight(selection(3))).toBe(3);
  await expect(preflight(selection(4))).rejects.toThrow('row 4 is bad');
  await expect(preflight(selection())).rejects.toThrow('row 4 is bad');
});

it('examples that are left out do not count', async () => {
  expect(await preflight({ ...selection(2), leftOut: new Set([0]) })).toBe(2);
});
