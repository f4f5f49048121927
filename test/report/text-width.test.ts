import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { plain } from '../../src/report/plain.js';
import { displayWidth, pad, truncate } from '../../src/report/text-width.js';

const anyText = fc.oneof(
  fc.string({ unit: 'grapheme' }),
  fc.string({ unit: 'binary' }),
  fc.string({
    unit: fc.constantFrom('가', 'ᄀ', 'ᅡ', 'ᆨ', '👍', '\u200d', '\ufe0f', '\u0301', '🇰', '1', '\u20e3', 'ｱ', ' ', 'a'),
  }),
);

describe('displayWidth', () => {
  it.each<[string, number, string]>([
    ['', 0, 'nothing'],
    ['kmmlu', 5, 'ASCII'],
    ['서울', 4, 'Hangul'],
    ['서울'.normalize('NFD'), 4, 'Hangul spelt in letters'],
    ['ㄱㄴ', 4, 'single letters of Hangul'],
    ['漢字', 4, 'Han'],
    ['かな', 4, 'Kana'],
    ['ｶﾅ', 2, 'halfwidth Kana'],
    ['ＡＢ', 4, 'fullwidth Latin'],
    ['「답」', 6, 'brackets'],
    ['①②', 2, 'circled numbers'],
    ['é', 1, 'a letter'],
    ['e\u0301', 1, 'a letter with a combining mark'],
    ['a\u200bb', 2, 'a zero width space'],
    ['👍', 2, 'an emoji'],
    ['👍🏽', 2, 'an emoji with a skin tone'],
    ['👨‍👩‍👧‍👦', 2, 'a family'],
    ['🇰🇷', 2, 'a flag'],
    ['❤️', 2, 'a heart made a picture'],
    ['❤', 1, 'a heart left a letter'],
    ['1️⃣', 2, 'a keycap'],
    ['…±–', 3, 'marks of ours'],
    ['\u{20000}', 2, 'Han beyond the first plane'],
  ])('of %j is %d: %s', (text, width) => {
    expect(displayWidth(text)).toBe(width);
  });
});

describe('displayWidth of simple texts', () => {
  it('is what it is of any other: the width of their characters', () => {
    const simple = fc.string({ unit: fc.constantFrom('a', ' ', '~', '–', '…', '가', '힣', '一', '鿿', '1', '#') });
    fc.assert(fc.property(simple, (text) => displayWidth(text) === displayWidth(`${text}\u200b`)));
  });
});

describe('pad', () => {
  it('stands Hangul under Latin', () => {
    expect(pad('서울', 6)).toBe('서울  ');
    expect(pad('서울', 6, 'right')).toBe('  서울');
    expect(pad('서울시청', 6)).toBe('서울시청');
  });

  it('makes any text exactly as wide as asked, or leaves it if it is wider', () => {
    fc.assert(
      fc.property(anyText, fc.nat(60), fc.constantFrom('left' as const, 'right' as const), (text, width, align) => {
        expect(displayWidth(pad(text, width, align))).toBe(Math.max(width, displayWidth(text)));
      }),
      { numRuns: 1000 },
    );
  });
});

describe('truncate', () => {
  it.each<[string, number, string]>([
    ['baseline', 8, 'baseline'],
    ['baseline', 5, 'base…'],
    ['서울특별시', 10, '서울특별시'],
    ['서울특별시', 8, '서울특…'],
    ['서울특별시', 7, '서울특…'],
    ['👨‍👩‍👧‍👦 가족', 4, '👨‍👩‍👧‍👦 …'],
    ['가나', 1, '…'],
    ['가나', 0, ''],
  ])('cuts %j at %d to %j', (text, width, cut) => {
    expect(truncate(text, width)).toBe(cut);
  });

  it('never makes a text wider than asked', () => {
    fc.assert(
      fc.property(anyText, fc.nat(20), (text, width) => {
        expect(displayWidth(truncate(text, width))).toBeLessThanOrEqual(width);
      }),
      { numRuns: 1000 },
    );
  });
});

describe('plain', () => {
  it.each<[string, string, string]>([
    ['\u001b[31m빨강\u001b[0m', '빨강', 'colours'],
    ['\u001b[2J\u001b[1;1Hgone', 'gone', 'cursor moves'],
    ['\u001b]0;my title\u0007text', 'text', 'window titles'],
    ['\u001b]8;;http://x.example\u001b\\link\u001b]8;;\u001b\\', 'link', 'links'],
    ['\u001bP1;2qdata\u001b\\text', 'text', 'device strings'],
    ['\u009b31mred', 'red', 'commands in one character'],
    ['\u001bcreset', 'reset', 'short commands'],
    ['a\tb\r\nc\u2028d', 'a b c d', 'line breaks'],
    ['\u001b', '', 'a lonely escape'],
    ['a\u001b[', 'a', 'half a command'],
    ['\u001b]0;title', '0;title', 'the beginning of an endless command'],
    ['정답\u202e은 B\u202c', '정답은 B', 'marks that turn the text'],
    ['a\u200b\ufeff\u{e0041}b', 'ab', 'invisible characters'],
    ['\ud800x', '\ufffdx', 'half a character'],
    ['👨‍👩‍👧 e\u0301', '👨‍👩‍👧 e\u0301', 'nothing from emoji and accents'],
  ])('of %j is %j: it takes away %s', (text, expected) => {
    expect(plain(text)).toBe(expected);
  });

  it('leaves no control character in any text', () => {
    const hostile = fc.string({
      unit: fc.oneof(
        fc.constantFrom('\u001b', '[', ']', '3', 'm', '\u0007', '\u009b', '\\', 'P', '\n'),
        fc.string({ unit: 'binary', maxLength: 1 }),
      ),
    });
    fc.assert(
      fc.property(hostile, (text) => {
        expect(plain(text)).not.toMatch(/[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/u);
      }),
      { numRuns: 2000 },
    );
  });

  // Work that grows with the square of the text takes longer than a test may.
  it.each(['\u001b]', '\u001b[0;', '\u001b]a', '\u001bP', '\u009b0', '\u009d', '\u0090', '\u0098'])(
    'makes 200 kB of %j, a command that never ends, plain',
    { timeout: 20_000 },
    (part) => {
      expect(plain(part.repeat(Math.floor(200_000 / part.length)))).not.toMatch(/\p{Cc}/u);
    },
  );

  it('keeps the text behind a command that never ends', () => {
    expect(plain(`\u001b]${'x'.repeat(1_000_000)}`)).toContain('x'.repeat(999_999));
  });
});
