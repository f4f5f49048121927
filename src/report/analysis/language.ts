import { lexicalDiversity, movingDiversity, WINDOW, wordsOf } from '../words.js';
import { answerText, type Sides } from './sides.js';

/** How the answers of one side are written. */
export interface LanguageOfSide {
  readonly answers: number;
  /** Absent, as the rest, where there is no answer. */
  readonly wordsPerAnswer?: number;
  /** Distinct words over all words; falls the more words there are. */
  readonly typeTokenRatio?: number;
  /** The same in windows of 50 words, on average, which does not; absent for fewer words. */
  readonly movingTypeTokenRatio?: number;
  /** Letters that are Hangul, over all letters. */
  readonly hangulShare?: number;
}

export interface LinguisticQuality {
  readonly right: LanguageOfSide;
  readonly wrong: LanguageOfSide;
}

export function linguisticQuality({ right, wrong }: Sides): LinguisticQuality {
  return { right: languageOf(right.map(answerText)), wrong: languageOf(wrong.map(answerText)) };
}

function languageOf(texts: readonly string[]): LanguageOfSide {
  if (texts.length === 0) return { answers: 0 };
  const words = texts.flatMap(wordsOf);
  const ratio = lexicalDiversity(words);
  const moving = movingDiversity(words, WINDOW);
  const hangul = hangulShare(texts);
  return {
    answers: texts.length,
    wordsPerAnswer: words.length / texts.length,
    ...(ratio !== undefined && { typeTokenRatio: ratio }),
    ...(moving !== undefined && { movingTypeTokenRatio: moving }),
    ...(hangul !== undefined && { hangulShare: hangul }),
  };
}

function hangulShare(texts: readonly string[]): number | undefined {
  let letters = 0;
  let hangul = 0;
  for (const text of texts) {
    const normal = text.normalize('NFC');
    letters += normal.match(/\p{L}/gu)?.length ?? 0;
    hangul += normal.match(/\p{Script=Hangul}/gu)?.length ?? 0;
  }
  return letters === 0 ? undefined : hangul / letters;
}
