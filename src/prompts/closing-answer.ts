import { isDoubting } from './answer-words.js';
import type { FinalAnswer } from './final-answer.js';

/** The longest closing that is looked at, with a word before it. */
const REACH = 24;
/** What stands before the marker: nothing, or the end of a word that is no part of the marker (`최종 정답`, `Final Answer`). */
const before = '(^|[.,]|(?![종범lL])[가-힣A-Za-z0-9.,!?)\\]]\\s{1,3})';
const marker = '(?:(?:정답|답)(?:[은는]?: ?|은 )|[Aa]nswer(?:: ?| is ))';
const label = '((?:[A-J]|\\([A-J]\\)|[①-⑩])번?|[1-9]번)';
const closing = new RegExp(`${before}${marker}${label}(?:입니다|이다)?\\.?[ \\n]*$`);

/**
 * What `extractFinalAnswer` finds, for the ends that most answers of models have: `정답: B`, `따라서, 정답은 ③번입니다.`,
 * `The answer is (B).` Since the last marker wins, nothing before such an end matters, and only the end is looked at: a
 * hundred times faster than to look for every marker of every language. `undefined` says nothing: then look properly.
 */
export function closingAnswer(text: string): FinalAnswer | undefined {
  const from = Math.max(text.length - REACH, 0);
  const found = closing.exec(text.slice(from));
  if (found === null) return undefined;
  const [, lead = '', answer = ''] = found;
  // What looks like the beginning is only where the end was cut off.
  if (lead === '' && from > 0) return undefined;
  const markerIndex = from + found.index + lead.length;
  if (found[0].includes('nswer is') && isDoubting(text.slice(Math.max(0, markerIndex - 100), markerIndex)))
    return undefined;
  return { answer, markerIndex };
}
