import type { Compat } from '../core/plugin.js';
import { collapseWhitespace } from '../prompts/python-text.js';
import { pythonRegex } from '../util/unicode-regex.js';

/** What the comparison overlooks. The same names and defaults as in the ancestor. */
export interface Overlooked {
  readonly ignoreCase: boolean;
  /** ASCII punctuation. */
  readonly ignorePunctuation: boolean;
  /** ASCII digits. */
  readonly ignoreNumbers: boolean;
  /** Python regular expressions; what they match is deleted before anything else. */
  readonly regexesToIgnore: readonly string[];
}

/** Brings a text into the form in which texts are compared. */
export type Normalise = (text: string) => string;

/**
 * In this order: delete what the regexes match, lower-case, delete ASCII punctuation, delete ASCII digits, collapse
 * whitespace. Texts are brought to one Unicode spelling first (see `oneSpelling`); `compat: 'hret'` leaves that out.
 */
export function normaliser(overlooked: Overlooked, compat: Compat): Normalise {
  const { ignoreCase, ignorePunctuation, ignoreNumbers } = overlooked;
  const regexes = overlooked.regexesToIgnore.map((pattern) => pythonRegex(pattern, 'g'));
  const isDeleting = ignorePunctuation || ignoreNumbers || regexes.length > 0;
  return function normalise(text) {
    const todo = workOn(text);
    let normal = todo & SPELLING && compat !== 'hret' ? oneSpelling(text) : text;
    for (const regex of regexes) normal = normal.replace(regex, '');
    if (ignoreCase && todo & (CASE | SPELLING)) normal = normal.toLowerCase();
    if (ignorePunctuation) normal = normal.replace(/[!-/:-@[-`{-~]/g, '');
    if (ignoreNumbers) normal = normal.replace(/[0-9]/g, '');
    return isDeleting || todo & (SPACES | SPELLING) ? collapseWhitespace(normal) : normal;
  };
}

/**
 * NFC, full-width ASCII (`Ａ１（`) as ASCII, a consonant alone as the keyboard has it (`ᄀ` as `ㄱ`), every middle dot as `·`: the
 * same text typed on another keyboard compares equal.
 */
export function oneSpelling(text: string): string {
  if ((workOn(text) & SPELLING) === 0) return text;
  return text
    .replace(/[\uff01-\uff5e]/g, (char) => String.fromCharCode(char.charCodeAt(0) - 0xfee0))
    .normalize('NFC')
    .replace(/[\u1100-\u1112](?![\u1160-\u11a7])/g, (jamo) => CONSONANTS.charAt(jamo.charCodeAt(0) - 0x1100))
    .replace(/[ㆍ・･‧•∙⋅]/g, '·');
}

const CONSONANTS = 'ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ';

const CASE = 1;
const SPACES = 2;
const SPELLING = 4;
const ANYTHING = CASE | SPACES | SPELLING;

/** Which steps can change the text at all. For most short answers there are few or none, and this is much cheaper than they are. */
function workOn(text: string): number {
  let work = 0;
  let isAfterSpace = true;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit === 0x20) {
      if (isAfterSpace) work |= SPACES;
      isAfterSpace = true;
      continue;
    }
    isAfterSpace = false;
    if (unit >= 0x41 && unit <= 0x5a) work |= CASE;
    else if (unit > 0x20 && unit < 0x7f) continue;
    else if (unit <= 0x20) work |= SPACES;
    else if (unit < 0xac00 || unit > 0xd7a3) return ANYTHING;
  }
  return isAfterSpace && text.length > 0 ? work | SPACES : work;
}
