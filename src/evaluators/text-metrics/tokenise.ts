import { splitWords } from '../../prompts/python-text.js';

/** Turns a text into the tokens that are compared. */
export type Tokenise = (text: string) => string[];

/** The tokenisers of sacrebleu's BLEU, by its names; `intl` knows the punctuation and symbols of every script. */
export const bleuTokenisers = {
  '13a': mteval13a,
  char: (text) => splitWords([...text].join(' ')),
  intl: international,
  none: splitWords,
} satisfies Readonly<Record<string, Tokenise>>;

/** The rules of mteval-v13a.pl as sacrebleu has them (`tokenizer_13a`, `tokenizer_re`). */
function mteval13a(text: string): string[] {
  const line = text
    .replaceAll('<skipped>', '')
    .replaceAll('-\n', '')
    .replaceAll('\n', ' ')
    .replaceAll('&quot;', '"')
    .replaceAll('&amp;', '&')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>');
  const spaced = ` ${line} `
    .replace(/[{-~[-` -&(-+:-@/]/g, ' $& ')
    .replace(/([^0-9])([.,])/gu, '$1 $2 ')
    .replace(/([.,])([^0-9])/gu, ' $1 $2')
    .replace(/([0-9])(-)/g, '$1 $2 ');
  return splitWords(spaced);
}

/** mteval-v14's international tokenisation (`tokenizer_intl` of sacrebleu). */
function international(text: string): string[] {
  const spaced = text
    .replace(/(\P{Nd})(\p{P})/gu, '$1 $2 ')
    .replace(/(\p{P})(\P{Nd})/gu, ' $1 $2')
    .replace(/\p{S}/gu, ' $& ');
  return splitWords(spaced);
}

/** How ROUGE and F1 may see words. */
export const wordTokenisers = {
  /** Letters and digits of any script; the same as `ascii` for English. */
  words: (text) => text.toLowerCase().match(/[\p{L}\p{N}\p{M}]+/gu) ?? [],
  /** The same, but every Hangul syllable and Han character by itself, so that Korean endings do not make words differ. */
  syllables: (text) =>
    text
      .toLowerCase()
      .match(/[\p{Script=Hangul}\p{Script=Han}]|(?:(?![\p{Script=Hangul}\p{Script=Han}])[\p{L}\p{N}\p{M}])+/gu) ?? [],
  /** rouge-score's own: letters a to z and digits. Korean has no tokens by it. */
  ascii: (text) => text.toLowerCase().match(/[a-z0-9]+/g) ?? [],
} satisfies Readonly<Record<string, Tokenise>>;
