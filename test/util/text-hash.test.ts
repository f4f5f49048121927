import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hashPair } from '../../src/util/key-table.js';
import { TextHash } from '../../src/util/text-hash.js';

describe('TextHash', () => {
  it.each([
    ['', 4183348257, 2462723854],
    ['q-1#0/0', 3843353282, 3777826847],
    ['대한민국의 수도는 어디인가?\u0000\u0000서울', 4073092565, 3048139794],
    ['🙂'.repeat(50), 4203674982, 1424039510],
  ])('gives %j the numbers that the keys of journals on the disk are made from', (text, low, high) => {
    expect(hashPair(text)).toEqual([low, high]);
  });

  it('does not see where a text was cut', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'binary' })), (pieces) => {
        expect(hashPair(...pieces)).toEqual(hashPair(pieces.join('')));
      }),
    );
  });

  it('forgets the text before a reset', () => {
    const hash = new TextHash().add('before').reset().add('after');
    expect([hash.low, hash.high]).toEqual(hashPair('after'));
  });
});
