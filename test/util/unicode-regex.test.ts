import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HretError } from '../../src/errors.js';
import { pythonRegex } from '../../src/util/unicode-regex.js';

/** What CPython 3.11 finds first; `null` where it finds nothing. */
describe('a Python regular expression', () => {
  it.each([
    ['\\bB\\b', '답은 B입니다', null],
    ['\\bC\\b', '저는 C라고 생각합니다', null],
    ['\\bB\\b', '답B.', null],
    ['\\bB\\b', 'B가 정답', null],
    ['\\bB\\b', '정답: B.', 'B'],
    ['\\bB\\b', '(B)', 'B'],
    ['\\b[A-E]\\b', '정답은 D', 'D'],
    ['\\BB', '답B', 'B'],
    ['\\w+', ' 한글_é٣Ⅷ²! ', '한글_é٣Ⅷ²'],
    ['\\W+', '가 ,나', ' ,'],
    ['\\w', '\u0301', null],
    ['\\d+', '제٣4조', '٣4'],
    ['\\D+', '12원', '원'],
    ['\\s+', 'a\u3000\x1c\x85 b', '\u3000\x1c\x85 '],
    ['\\s', '\ufeff', null],
    ['[\\W_]+', '가_-나', '_-'],
    ['[^\\W\\d]+', '12가나3', '가나'],
    ['.+', '가\r나\n다', '가\r나'],
    ['x$', 'ax\n', 'x'],
    ['x\\Z', 'ax\n', null],
    ['^b', 'a\nb', null],
    ['(?m)^b', 'a\nb', 'b'],
    ['(?m)a$', 'a\nb', 'a'],
    ['(?m)a$', 'a\rb', null],
    ['(?s)a.b', 'a\nb', 'a\nb'],
    ['(?i)ABC', 'xabcx', 'abc'],
    ['\\Aa', 'ba', null],
    ['(?P<word>가)(?P=word)', '나가가', '가가'],
    ['(가)\\1', '나가가', '가가'],
    ['(가)\\1+', '가가가', '가가가'],
    ['a{,2}b', 'aaab', 'aab'],
    ['a{2}', 'aaa', 'aa'],
    ['{x}', 'a{x}', '{x}'],
    ['a{}', 'a{}', 'a{}'],
    ['[]x]+', 'a]x', ']x'],
    ['[^]]+', ']ab]', 'ab'],
    ['[a&&b]+', '&a&', '&a&'],
    ['[+--]', ',', ','],
    ['[a-]+', 'b-a', '-a'],
    ['[\\b]', 'a\b', '\b'],
    ['\\x41\\u0042\\U00000043', 'ABC', 'ABC'],
    ['\\/\\-\\"\\#', '/-"#', '/-"#'],
    ['a(?#note)b', 'ab', 'ab'],
    ['(?<=정답은)\\s*[(]?(A|B)[)]?', '정답은 (B)입니다', ' (B)'],
    ['(?:가|나)(?!다)', '가다나라', '나'],
    ['a*?b', 'aab', 'aab'],
  ])('%j on %j finds %j', (pattern, text, found) => {
    expect(pythonRegex(pattern).exec(text)?.[0] ?? null).toBe(found);
  });

  it('keeps the flags of JavaScript', () => {
    expect('aXbx'.replace(pythonRegex('x', 'gi'), '')).toBe('ab');
  });

  it.each([
    '(가',
    'a++',
    '(?>a)',
    '(?x)a b',
    '(?P=no)',
    '(a)(?(1)b)',
    '[a',
    '\\',
    '\\q',
    '*',
    '\\x4',
    '(a)\\12',
    'a(?i)b',
  ])('%j is refused by name', (pattern) => {
    const compile = () => pythonRegex(pattern);
    expect(compile).toThrow(HretError);
    expect(compile).toThrow(`The regular expression ${JSON.stringify(pattern)} cannot be used`);
  });

  it('finds a word boundary exactly where a word character meets another one', () => {
    const word = /^[\p{L}\p{N}_]$/u;
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom('가', 'B', 'é', '\u0301', '1', '_', ' ', '.', '！', '😀', '𠀀')),
        (chars) => {
          const expected = chars.filter((char, place) => word.test(char) !== word.test(chars[place - 1] ?? ' ')).length;
          const atEnd = word.test(chars.at(-1) ?? ' ') ? 1 : 0;
          const boundaries = [...chars.join('').matchAll(pythonRegex('\\b', 'g'))].length;
          expect(boundaries).toBe(expected + atEnd);
        },
      ),
    );
  });

  it('reads escaped text as itself', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        const escaped = text.replace(/[^\p{L}\p{N}_]/gu, (char) => (char === '\n' ? '\\n' : `\\${char}`));
        expect(pythonRegex(`\\A${escaped}\\Z`).test(text)).toBe(true);
      }),
    );
  });
});
