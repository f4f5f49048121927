/** The pieces that patterns of stated answers are built of; all for the flag `u`. */

/** 대답, 해답, 최종답 and 예상답 end in 답 and are answers too; 오답 is the opposite. */
/** What makes a clause deny, doubt or suppose what comes after it: `I don't think the answer is`. */
const DOUBTING =
  /\b(?:not|never|no(?! doubt)|nor|neither|(?<!no |without |without a )doubt|whether|if|assum(?:e|es|ed|ing)|suppos(?:e|es|ed|ing)|mistake|claim(?:s|ed)?|argue[sd]?|people|some|many|others|who|unless|unlikely|hardly|cannot)\b|n['’]t\b/i;
/** Where it turns in between. */
const TURN = /\b(?:but|so|therefore|thus|hence|and|because|since|then|that means)\b/i;
const CLAUSE_ENDS = '.!?\n;,:';
const SIGHT = 100;

/** Whether an English clause has denied or doubted what it is about to say; `before` is what stands before that. */
export function isDoubting(before: string): boolean {
  let start = before.length;
  while (start > 0 && start > before.length - SIGHT && !CLAUSE_ENDS.includes(before.charAt(start - 1))) start--;
  const clause = before.slice(start);
  const doubt = DOUBTING.exec(clause);
  return doubt !== null && !TURN.test(clause.slice(doubt.index + doubt[0].length));
}

export const KOREAN_ANSWER = '(?:(?:최종|모범)\\s*)?(?:정|해|대|응)?(?<!오|문|비정)답(?:변|안)?';
/** `(A)`, `(나)`, `③`, or one capital letter. */
export const LABEL =
  '(?:[(（\\[]\\s*(?:[A-Ja-j]|[①-⑩]|\\d{1,2}|[가나다라마바사아자차ㄱㄴㄷㄹㅁㅂㅅㅇㅈㅊ])\\s*[)）\\]]|[①-⑩]|[A-J])';
export const NUMBER = '[-+−]?\\d[\\d,]*(?:\\.\\d+)?%?';
/** Korean for "is", at the end of a sentence. */
export const COPULA = '(?:입니다|이다|이에요|예요|임)';
/** Marks of bold, italic, struck or code text; bounded, so that a line of stars costs no time. */
export const EMPHASIS = '[*_~`]{0,3}';
/** Statements are looked for within so many characters. */
export const REACH = 400;
