import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { normaliser, oneSpelling } from '../../src/evaluators/normalise.js';

const plain = { ignoreCase: true, ignorePunctuation: false, ignoreNumbers: false, regexesToIgnore: [] };
const normalise = normaliser(plain, undefined);

/** Text that meets every special case: cases, whitespace, full width, decomposed letters. */
const texts = fc
  .array(
    fc.constantFrom(
      '가',
      '각'.normalize('NFD'),
      'ᄀ',
      'A',
      'z',
      'Ａ',
      '１',
      'é',
      'e\u0301',
      ' ',
      '\u3000',
      '\n',
      '\x1c',
      '.',
      '!',
      '5',
      '①',
    ),
  )
  .map((parts) => parts.join(''));

describe('normalising', () => {
  it.each([
    ['  가  나\t다\n', '가 나 다'],
    ['SEOUL', 'seoul'],
    ['ＡＢ１２（！）', 'ab12(!)'],
    ['가\u3000나', '가 나'],
    ['서울'.normalize('NFD'), '서울'],
    ['①', '①'],
    ['서울\u200b', '서울\u200b'],
    ['ΑΣ', 'ας'],
    ['', ''],
  ])('%j becomes %j', (text, normal) => {
    expect(normalise(text)).toBe(normal);
  });

  it('deletes, in this order: what regexes match, ASCII punctuation, ASCII digits', () => {
    const all = { ignoreCase: true, ignorePunctuation: true, ignoreNumbers: true, regexesToIgnore: ['B', '\\d원$'] };
    expect(normaliser(all, undefined)('bB, 1. 5원')).toBe('b');
  });

  it('lower-cases after the regexes, so they see capitals', () => {
    expect(normaliser({ ...plain, regexesToIgnore: ['[A-Z]'] }, undefined)('aB')).toBe('a');
  });

  it('compat "hret" leaves the spelling alone', () => {
    const ancestral = normaliser(plain, 'hret');
    expect(ancestral('Ａ')).toBe('ａ');
    expect(ancestral('서울'.normalize('NFD'))).toBe('서울'.normalize('NFD'));
    expect(ancestral(' A\x1c B ')).toBe('a b');
  });

  it('is done after one time', () => {
    fc.assert(
      fc.property(texts, (text) => {
        expect(normalise(normalise(text))).toBe(normalise(text));
      }),
    );
  });

  it('takes composed and decomposed text for the same', () => {
    fc.assert(
      fc.property(texts, (text) => {
        expect(normalise(text.normalize('NFD'))).toBe(normalise(text.normalize('NFC')));
      }),
    );
  });

  it('gives what all steps give, also where it skips some', () => {
    const keyboard = new Map([...'ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ'].map((key) => [key.normalize('NFKC'), key]));
    const slow = (text: string) =>
      text
        .replace(/[\uff01-\uff5e]/g, (char) => char.normalize('NFKC'))
        .normalize('NFC')
        .replace(/[\u1100-\u1112](?![\u1160-\u11a7])/g, (alone) => keyboard.get(alone) ?? alone)
        .replace(/[ㆍ・･‧•∙⋅]/g, '·')
        .toLowerCase()
        .replaceAll('\x1c', ' ')
        .split(/\s+/)
        .filter(Boolean)
        .join(' ');
    fc.assert(
      fc.property(texts, (text) => {
        expect(normalise(text)).toBe(slow(text));
      }),
    );
  });

  it('one spelling keeps case and spaces', () => {
    expect(oneSpelling(' Ａ  B')).toBe(' A  B');
  });
});
