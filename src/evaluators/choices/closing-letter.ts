import { closingAnswer } from '../../prompts/closing-answer.js';
import type { OptionTable } from './option-table.js';

/** An option that an answer names at its end: `정답: B`, or is nothing but its letter. */
export interface ClosingLetter {
  readonly place: number;
  /** As the answer has it: `B`, `B번`. */
  readonly said: string;
}

/**
 * The short way for what most answers to questions with lettered options are: a letter, or a text that closes with one. It
 * gives what looking for markers, reading the sentence in every way and comparing it with all that the question shows
 * would give, or `undefined` where that could be something else; then all of it has to be done. Ten times faster, as it
 * looks at the end of the answer and at the places of one letter in the question. Only for options that delete nothing.
 */
export function closingLetter(text: string, question: string, { labels }: OptionTable): ClosingLetter | undefined {
  if (labels === undefined) return undefined;
  const isAll = text.length <= 2;
  const said = isAll ? text : closingAnswer(text)?.answer;
  if (said === undefined || !lettered.test(said)) return undefined;
  const letter = said.charAt(0);
  const place = labels.indexOf(letter);
  return place < 0 || (!isAll && mayShow(question, letter)) ? undefined : { place, said };
}

const lettered = /^[A-J]번?$/;

/**
 * Whether a question could show, as the text of an option, a statement that ends with the letter: `정답은 b입니다`. Where
 * the letter begins a word or an option (`B. 서울`), or stands in brackets, it shows none.
 */
function mayShow(question: string, letter: string): boolean {
  const wide = String.fromCharCode(letter.charCodeAt(0) + 0xfee0);
  return [letter, letter.toLowerCase(), wide, wide.toLowerCase()].some((form) => mayEndIn(question, form));
}

/** What follows a letter where no option's text ends with it: more of its line that is no label. */
const more =
  /[!-)+,\-/:-@[-^{|}]|(?:번|입니다|이다)*(?!번|입니다|이다)\.?[ \t]*(?:[가-힣A-Za-z](?![.):])|\d(?!\d?[.):](?!\d)))/y;

function mayEndIn(question: string, letter: string): boolean {
  for (let at = question.indexOf(letter); at >= 0; at = question.indexOf(letter, at + 1)) {
    more.lastIndex = at + 1;
    if (!more.test(question)) return true;
  }
  return false;
}
