import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { NumberColumn } from '../../src/util/number-column.js';

describe('NumberColumn', () => {
  it('answers like a sparse array, over any sequence of writes', () => {
    const value = fc.option(fc.double({ noNaN: true }), { nil: undefined });
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(5000), value)), (writes) => {
        const column = new NumberColumn();
        const expected: (number | undefined)[] = [];
        for (const [place, number] of writes) {
          column.set(place, number);
          expected[place] = number;
        }
        for (const [place] of writes) {
          expect(column.get(place)).toBe(expected[place]);
          expect(column.get(place + 1)).toBe(expected[place + 1]);
        }
      }),
    );
  });

  it('has no number at a place that is none', () => {
    const column = new NumberColumn();
    column.set(0, 1);
    expect(column.get(-1)).toBeUndefined();
    expect(column.get(1e9)).toBeUndefined();
  });
});
