import { allMatches } from '../../prompts/all-matches.js';
import type { Mention } from './mentions.js';

/** How far from an option its sentence is read. */
export const SIGHT = 160;

export interface Sentence {
  readonly start: number;
  readonly end: number;
  readonly isQuestion: boolean;
}

/** Sentences and lines; a full stop inside a mention ends none, and a heading such as `정답` goes on in the next line. */
export function sentencesOf(text: string, mentions: readonly Mention[]): Sentence[] {
  const found: Sentence[] = [];
  let start = 0;
  let next = 0;
  for (const match of allMatches(boundary, text)) {
    const at = match.index;
    while ((mentions[next]?.end ?? Number.POSITIVE_INFINITY) <= at) next++;
    if ((mentions[next]?.start ?? Number.POSITIVE_INFINITY) <= at) continue;
    if (match[0].startsWith('\n') && heading.test(text.slice(Math.max(start, at - SIGHT), at))) continue;
    const end = at + match[0].length;
    found.push({ start, end, isQuestion: match[0].includes('?') });
    start = end;
  }
  if (start < text.length) found.push({ start, end: text.length, isQuestion: false });
  return found;
}

const boundary = /(?<![.!?。])[.!?。]+(?=\s|$|["'”’*)])|\n+/g;
const heading =
  /^[\s#*_>\-[【(]*(?:최종 ?)?(?:정답|답|답변|결론|선택|final answer|answer)(?:은|는)?(?: ?번호)?[\s:*_\]】)]*$/i;
