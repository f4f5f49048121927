import { extractFinalAnswer } from '../prompts/final-answer.js';

/** The part of a text that is compared. */
export interface FoundAnswer {
  readonly text: string;
  /** A marker such as `정답:` told it apart; otherwise it is the whole text. */
  readonly isMarked: boolean;
  /** The line of the marker, from the marker on: `정답은 ②번입니다.` */
  readonly sentence: string;
}

/** The final answer that the text states, or the whole text when it states none. */
export function foundAnswer(text: string, isExtracting: boolean): FoundAnswer {
  const composed = text.normalize('NFC');
  const stated = isExtracting ? extractFinalAnswer(composed) : undefined;
  if (stated === undefined) return { text: composed, isMarked: false, sentence: '' };
  const [sentence = ''] = composed.slice(stated.markerIndex).split('\n', 1);
  return { text: stated.answer, isMarked: true, sentence };
}

/** The first line that is not empty, and the one after it. */
export function firstLines(text: string): readonly [first: string, second: string] {
  const lines = /^\s*(\S.*)(?:\s+(\S.*))?/.exec(text);
  return [lines?.[1]?.trimEnd() ?? '', lines?.[2]?.trimEnd() ?? ''];
}
