import { expect, test } from 'vitest';
import { withoutParticle } from '../../src/report/particles.js';
import { topWords } from '../../src/report/words.js';

test.each([
  ['국회를', '국회'],
  ['대통령이', '대통령'],
  ['서울에서는', '서울'],
  ['컴퓨터로', '컴퓨터'],
  ['연필로', '연필'],
  ['할머니의', '할머니'],
  ['민주주의는', '민주주의'],
  ['광주의', '광주'],
  ['전문가가', '전문가'],
])('%s without its particle is %s', (word, bare) => {
  expect(withoutParticle(word)).toBe(bare);
});

test.each(['전문가', '민주주의', '자본주의', '무엇인가', '결과', '서울', '사과', '전라', 'seoul'])(
  '%s has none that could come off',
  (word) => {
    expect(withoutParticle(word)).toBe(word);
  },
);

test('a word is counted once, with a particle or without', () => {
  expect(topWords(['민주주의는 전문가', '민주주의 전문가를', '민주주의의 전문가가'], 3)).toEqual([
    { word: '민주주의', count: 3 },
    { word: '전문가', count: 3 },
  ]);
});
