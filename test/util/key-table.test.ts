import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hashPair, KeyTable } from '../../src/util/key-table.js';

describe('KeyTable', () => {
  it('answers like a Map, over any sequence of writes', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.string(), fc.nat())), (writes) => {
        const table = new KeyTable();
        const map = new Map<string, number>();
        for (const [key, value] of writes) {
          table.set(key, value);
          map.set(key, value);
        }
        expect(table.size).toBe(map.size);
        for (const [key, value] of map) expect(table.get(key)).toBe(value);
        expect(table.get('\u0000never written\u0000')).toBeUndefined();
      }),
    );
  });

  it('finds keys in the order they came, in any other, and none that it was not given in between', () => {
    const table = new KeyTable();
    for (let i = 0; i < 5000; i++) table.set(`q${i}`, i);
    for (let i = 0; i < 5000; i++) expect(table.get(`q${i}`)).toBe(i);
    for (let i = 4999; i >= 0; i--) {
      expect(table.get(`q${i}`)).toBe(i);
      expect(table.get(`p${i}`)).toBeUndefined();
      expect(table.get(`q${(i * 7) % 5000}`)).toBe((i * 7) % 5000);
    }
  });

  it('gives a new key the value it is given, and a known one keeps its own', () => {
    const table = new KeyTable();
    expect(table.getOrSet('a', 7)).toBe(7);
    expect(table.getOrSet('b', 0)).toBe(0);
    expect(table.getOrSet('a', 9)).toBe(7);
    expect(table.getOrSet('b', 9)).toBe(0);
    expect(table.size).toBe(2);
  });

  it('counts how often a key came before', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom('a', 'b', '', '가', '나')), (keys) => {
        const table = new KeyTable();
        keys.forEach((key, place) => {
          const before = keys.slice(0, place).filter((earlier) => earlier === key).length;
          expect(table.countUp(key)).toBe(before);
        });
        expect(table.size).toBe(new Set(keys).size);
      }),
    );
  });

  it('keeps a hundred thousand keys that differ in one character apart', () => {
    const table = new KeyTable();
    for (let i = 0; i < 100_000; i++) table.set(`질문-${i}#0/0`, i);
    expect(table.size).toBe(100_000);
    for (let i = 0; i < 100_000; i += 997) expect(table.get(`질문-${i}#0/0`)).toBe(i);
  });

  it('spreads both halves of the hash', () => {
    const lows = new Set<number>();
    const highs = new Set<number>();
    for (let i = 0; i < 50_000; i++) {
      const [low, high] = hashPair(`q${i}`);
      lows.add(low);
      highs.add(high);
    }
    // 50,000 random 32-bit numbers meet about 0.3 times.
    expect(lows.size).toBeGreaterThan(49_990);
    expect(highs.size).toBeGreaterThan(49_990);
  });
});
