import { allMatches } from './all-matches.js';
import { COPULA, EMPHASIS, isDoubting, KOREAN_ANSWER, LABEL, NUMBER, REACH } from './answer-words.js';
import type { FinalAnswer } from './final-answer.js';

const opening = new RegExp(
  `(?:${KOREAN_ANSWER}${EMPHASIS}은\\s*(?:바로\\s+|보기\\s+|선택지\\s+)?|(?<!\\p{L})[Aa]nswer\\s+is\\s+(?:option\\s+)?)`,
  'gu',
);

/** What the last sentence says that gives an answer without a colon: `정답은 ③번입니다`, `The answer is B.` */
export function lastSentenceAnswer(text: string): FinalAnswer | undefined {
  for (const match of allMatches(opening, text).reverse()) {
    if (match[0].includes('nswer') && isDoubting(text.slice(Math.max(0, match.index - 100), match.index))) continue;
    const start = match.index + match[0].length;
    const [clause = ''] = text.slice(start, start + REACH).split('\n', 1);
    const answer = answerIn(clause);
    if (answer !== undefined) return { answer, markerIndex: match.index };
  }
  return undefined;
}

/** A capital letter alone: `B입니다`, but not `A형 간염입니다`. */
const afterLetter = '(?:번|입니|이다|이에|예요|이며|이고|이므로|이라|임|가\\s|를\\s|로\\s|[^\\p{L}\\p{N}]|$)';
const label = new RegExp(`^(?![A-J](?!${afterLetter}))${LABEL}(?:\\s*번(?!째))?|^\\d{1,2}번(?!째)`, 'u');
const quoted = /^['‘“"「『]([^'’”"」』]{1,80})['’”"」』]/u;
const bold = /^\*\*([^*]{1,80})\*\*/u;
/** A number that ends the sentence, with its unit: `42개입니다.` but not `3가지 이유가 있다`. */
const amount = new RegExp(`^(${NUMBER}\\s?\\p{L}{0,3}?)${EMPHASIS}\\s*${COPULA}?\\s*[.。!]?${EMPHASIS}\\s*$`, 'u');
const math = /^(?:\$?\\boxed\{(?:[^{}]|\{[^{}]*\})*\}\$?|\$[^$]{1,80}\$)/u;
const leadingEmphasis = new RegExp(`^${EMPHASIS}`, 'u');

/** The part of `③번입니다.`, `"서울"이다.` or `42개입니다.` that is the answer; `undefined` for any other clause. */
function answerIn(clause: string): string | undefined {
  const plain = clause.replace(leadingEmphasis, '');
  const named = label.exec(plain) ?? quoted.exec(plain);
  if (named !== null) return isTakenBack(plain.slice(named[0].length)) ? undefined : (named[1] ?? named[0]);
  const strong = bold.exec(clause);
  if (strong?.[1] !== undefined) return isTakenBack(clause.slice(strong[0].length)) ? undefined : strong[1];
  return amount.exec(plain)?.[1] ?? math.exec(clause)?.[0];
}

const second = '[(（\\[]?(?:[A-J](?![A-Za-z])|[①-⑩]|\\d|[\'‘“"「])';
const takenBack = new RegExp(
  `^${EMPHASIS}(?:\\s*번)?\\s*(?:(?:이|가|은|는)?\\s*아[니닙닌닐]|라고\\s*(?:생각하지|보지|할\\s*수\\s*없|볼\\s*수\\s*없)|일\\s*리|,?\\s*아니면|(?:is|are)\\s+(?:wrong|incorrect|false|not\\b)|일까|인가|인지|일\\s*수|(?:,|및|또는|혹은|이나|나|와|과|or|and|[-–—→>~·/])\\s*${EMPHASIS}${second})`,
  'u',
);

/** Whether a sentence goes on to deny the answer, to ask about it, or to add another one. */
function isTakenBack(rest: string): boolean {
  return takenBack.test(rest);
}
