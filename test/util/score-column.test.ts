import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ScoreColumn } from '../../src/util/score-column.js';

describe('ScoreColumn', () => {
  it('gives back what was set last, and nothing where nothing was set', () => {
    const scores = fc.oneof(fc.constantFrom(0, 1, undefined), fc.double({ noNaN: true }));
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(5000), scores)), (entries) => {
        const column = new ScoreColumn();
        for (const [place, score] of entries) column.set(place, score);
        const last = new Map(entries);
        const places = Array.from({ length: 5001 }, (_, place) => place);
        expect(places.map((place) => column.get(place))).toEqual(places.map((place) => last.get(place)));
      }),
      { numRuns: 50 },
    );
  });
});
