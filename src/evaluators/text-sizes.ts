import { splitWords } from '../prompts/python-text.js';

/** Python's `len()`: characters as Unicode numbers them, not UTF-16 units. A lone surrogate is one. */
export function codePoints(text: string): number {
  let count = text.length;
  for (let at = 0; at + 1 < text.length; at++) {
    if ((text.charCodeAt(at) & 0xfc00) !== 0xd800 || (text.charCodeAt(at + 1) & 0xfc00) !== 0xdc00) continue;
    count--;
    at++;
  }
  return count;
}

/** Bytes of the text in UTF-8. */
export function utf8Bytes(text: string): number {
  return Buffer.byteLength(text, 'utf8');
}

/** Words as lm-evaluation-harness counts them: what `re.split(r"\s+", text)` gives, with an empty one for blanks at an end. */
export function wordUnits(text: string): number {
  const words = splitWords(text).length;
  if (words === 0) return text === '' ? 1 : 2;
  return words + (/^\s/u.test(text) ? 1 : 0) + (/\s$/u.test(text) ? 1 : 0);
}
