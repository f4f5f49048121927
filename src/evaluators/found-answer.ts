import { closingAnswer } from '../prompts/closing-answer.js';
import { extractFinalAnswer, type FinalAnswer } from '../prompts/final-answer.js';

/** The part of a text that is compared. */
export interface FoundAnswer {
  readonly text: string;
  /** A marker such as `정답:` told it apart; otherwise it is the whole text. */
  readonly isMarked: boolean;
  /** The line of the marker, from the marker on: `정답은 ②번입니다.` */
  readonly sentence: string;
  /** All of the text from the marker on. */
  readonly rest: string;
}

/** The final answer that the text states, or the whole text when it states none. */
export function foundAnswer(text: string, isExtracting: boolean): FoundAnswer {
  const closing = isExtracting ? closingAnswer(text) : undefined;
  if (closing !== undefined) return stated(closing, text);
  const composed = text.normalize('NFC');
  const found = isExtracting ? extractFinalAnswer(composed) : undefined;
  return found === undefined ? { text: composed, isMarked: false, sentence: '', rest: '' } : stated(found, composed);
}

function stated({ answer, markerIndex }: FinalAnswer, text: string): FoundAnswer {
  const rest = text.slice(markerIndex);
  const [sentence = ''] = rest.split('\n', 1);
  return { text: answer, isMarked: true, sentence, rest };
}

/** The first line that is not empty, and the one after it. */
export function firstLines(text: string): readonly [first: string, second: string] {
  const lines = /^\s*(\S.*)(?:\s+(\S.*))?/.exec(text);
  return [lines?.[1]?.trimEnd() ?? '', lines?.[2]?.trimEnd() ?? ''];
}
