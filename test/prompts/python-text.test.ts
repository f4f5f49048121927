import { expect, test } from 'vitest';
import { collapseWhitespace, splitLines, splitWords, strip } from '../../src/prompts/python-text.js';

// Every expectation here is what CPython 3.11 answers.

test.each([
  ['  가 나\t\n', '가 나'],
  ['\x1c\x1f\x85\u3000가\u2029', '가'],
  ['\uFEFF가\uFEFF', '\uFEFF가\uFEFF'],
  ['\u200b가\u200b', '\u200b가\u200b'],
  [' \n ', ''],
  ['', ''],
])('strip(%j) is %j', (text, stripped) => {
  expect(strip(text)).toBe(stripped);
});

test.each([
  ['가\n나', ['가', '나']],
  ['가\r\n나\r다\n', ['가', '나', '다']],
  ['가\n\n', ['가', '']],
  ['a\vb\fc\x1cd\x1de\x1ef\x85g\u2028h\u2029i', ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i']],
  ['a\x1fb', ['a\x1fb']],
  ['\n', ['']],
  ['', []],
])('splitLines(%j) is %j', (text, lines) => {
  expect(splitLines(text)).toEqual(lines);
});

test.each([
  ['  가   나\n\n다\u3000라 ', '가 나 다 라'],
  ['a\x1cb\x85c', 'a b c'],
  ['a\uFEFF b', 'a\uFEFF b'],
  ['   ', ''],
])('collapseWhitespace(%j) is %j', (text, collapsed) => {
  expect(collapseWhitespace(text)).toBe(collapsed);
  expect(splitWords(text)).toEqual(collapsed === '' ? [] : collapsed.split(' '));
});

test('a long run of spaces inside a text is read in time', { timeout: 20_000 }, () => {
  const text = `가${' '.repeat(1_000_000)}나`;
  expect(strip(text)).toBe(text);
  expect(collapseWhitespace(text)).toBe('가 나');
});
