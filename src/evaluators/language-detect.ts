import { HretError } from '../errors.js';

/** Writing systems that are told apart. Letters of all others count as `other`. */
export type Script = (typeof scripts)[number]['name'];

/** Which share of the letters is in which script; they add up to 1. Scripts that do not occur are absent. */
export type ScriptShares = Readonly<Partial<Record<Script, number>>>;

/**
 * `weight`: how many letters a character counts for, so that one English term does not outweigh the sentence around it.
 * An ideograph is about a word, a kana a syllable; Hangul syllables are counted by the letters (jamo) they are made of.
 */
const scripts = [
  { name: 'other', letters: /\p{L}/u, weight: 1 },
  { name: 'hangul', letters: /\p{Script=Hangul}/u, weight: 1 },
  { name: 'kana', letters: /[\p{Script_Extensions=Hiragana}\p{Script_Extensions=Katakana}]/u, weight: 2 },
  { name: 'han', letters: /\p{Script=Han}/u, weight: 3 },
  { name: 'latin', letters: /\p{Script=Latin}/u, weight: 1 },
  { name: 'greek', letters: /\p{Script=Greek}/u, weight: 1 },
  { name: 'cyrillic', letters: /\p{Script=Cyrillic}/u, weight: 1 },
  { name: 'hebrew', letters: /\p{Script=Hebrew}/u, weight: 1 },
  { name: 'arabic', letters: /\p{Script=Arabic}/u, weight: 1 },
  { name: 'devanagari', letters: /\p{Script=Devanagari}/u, weight: 1 },
  { name: 'thai', letters: /\p{Script=Thai}/u, weight: 1 },
] as const;

/** Share of a script below which a text is not in its language. */
const MAJORITY = 0.5;

/** Languages that their script gives away. `en` means: in Latin letters. */
const inScripts: Readonly<Record<string, (shares: ScriptShares) => boolean>> = {
  ko: ({ hangul = 0 }) => hangul >= MAJORITY,
  ja: ({ kana = 0, han = 0 }) => kana > 0 && kana + han >= MAJORITY,
  zh: ({ kana = 0, han = 0 }) => kana === 0 && han >= MAJORITY,
  en: ({ latin = 0 }) => latin >= MAJORITY,
  ru: ({ cyrillic = 0 }) => cyrillic >= MAJORITY,
  el: ({ greek = 0 }) => greek >= MAJORITY,
  he: ({ hebrew = 0 }) => hebrew >= MAJORITY,
  ar: ({ arabic = 0 }) => arabic >= MAJORITY,
  hi: ({ devanagari = 0 }) => devanagari >= MAJORITY,
  th: ({ thai = 0 }) => thai >= MAJORITY,
};

/** The languages `isInLanguage` can tell. */
export const scriptLanguages: readonly string[] = Object.keys(inScripts);

/**
 * Whether a text is in a language, as far as its letters tell; `undefined` when it has none to judge by (`(A)`, `42`).
 * Korean: at least half of the letters are Hangul, so English terms in a Korean sentence do no harm.
 */
export function isInLanguage(text: string, language: string): boolean | undefined {
  const isInScript = inScripts[language];
  if (isInScript === undefined) {
    throw new HretError('usage', `"${language}" cannot be told by its letters. Known: ${scriptLanguages.join(', ')}.`);
  }
  const shares = scriptShares(text);
  return Object.keys(shares).length === 0 ? undefined : isInScript(shares);
}

/** Two Latin letters side by side, or anything beyond ASCII: without either there is no letter that counts. */
const MAY_COUNT = /[A-Za-z]{2}|[^\0-\x7f]/;

/** The scripts of a text's letters. Code, LaTeX, URLs, digits and single Latin letters (option labels, variables) do not count. */
export function scriptShares(text: string): ScriptShares {
  // Most answers are a label; for those, what follows would cost as much as the rest of the scoring.
  if (!MAY_COUNT.test(text)) return {};
  const letters = new Array<number>(scripts.length).fill(0);
  for (const char of prose(text)) {
    const point = char.codePointAt(0) ?? 0;
    const script = scriptOf(point, char);
    if (script === undefined) continue;
    letters[script] = (letters[script] ?? 0) + lettersIn(point, script);
  }
  const total = letters.reduce((sum, count) => sum + count, 0);
  const found = scripts.flatMap(({ name }, script) => (letters[script] ? [[name, letters[script] / total]] : []));
  return Object.fromEntries(found);
}

/** A Hangul syllable is two letters, or three when it ends in a consonant. */
function lettersIn(point: number, script: number): number {
  if (point >= 0xac00 && point <= 0xd7a3) return (point - 0xac00) % 28 === 0 ? 2 : 3;
  return scripts[script]?.weight ?? 1;
}

const NOT_LOOKED_UP = 255;
const NO_LETTER = 254;
const known = new Uint8Array(0x10000).fill(NOT_LOOKED_UP);

/** Place in `scripts`, `undefined` when it is no letter. Looked up once a character: property tests are slow. */
function scriptOf(point: number, char: string): number | undefined {
  let script = known[point] ?? NOT_LOOKED_UP;
  if (script === NOT_LOOKED_UP) {
    const isLetter = /\p{L}/u.test(char);
    script = isLetter ? scripts.findLastIndex(({ letters }) => letters.test(char)) : NO_LETTER;
    if (point < known.length) known[point] = script;
  }
  return script === NO_LETTER ? undefined : script;
}

/** What of a text is written in a language. */
export function prose(text: string): string {
  let rest = withoutSpans(text, '```', '```', true);
  rest = withoutSpans(rest, '`', '`');
  rest = withoutSpans(rest, '$$', '$$');
  rest = withoutSpans(rest, '\\[', '\\]');
  rest = withoutSpans(rest, '\\(', '\\)');
  rest = withoutSpans(rest, '$', '$');
  return rest
    .replace(/\\[A-Za-z]+/g, ' ')
    .replace(/(?:https?:\/\/|www\.)\S+/gi, ' ')
    .replace(/(?<![\p{L}\p{N}])[A-Za-z](?![\p{L}\p{N}])/gu, ' ');
}

/** Cuts out what stands between the marks. Single-character marks must close on the same line. */
function withoutSpans(text: string, open: string, close: string, isOpenEnded = false): string {
  let start = text.indexOf(open);
  if (start < 0) return text;
  const isWithinLine = open.length === 1;
  let rest = '';
  let from = 0;
  while (start >= 0) {
    const end = text.indexOf(close, start + open.length);
    if (end < 0) break;
    if (isWithinLine && text.slice(start, end).includes('\n')) {
      start = end;
      continue;
    }
    rest += `${text.slice(from, start)} `;
    from = end + close.length;
    start = text.indexOf(open, from);
  }
  return rest + (start >= 0 && isOpenEnded ? text.slice(from, start) : text.slice(from));
}
