import { isDoubting } from '../../prompts/answer-words.js';

/** What any of the steps below could take away: a mark at the end, an ending, a lead. */
const sentenceLike = /[.!다요"'”’」』>}$]$|[다요][.!] |답|answer/i;

/** Longer texts are no short answers in other words. */
const LONGEST = 2000;

/**
 * Other ways of saying the same answer, nearest first: without quotes, without the end of the sentence, without what
 * leads up to it. Each is only worth something when it equals an answer that is known; none is an answer by itself.
 */
export function sayings(answer: string): readonly string[] {
  if (answer.length > LONGEST || !sentenceLike.test(answer)) return [answer];
  const stated = withoutLead(unwrapped(answer));
  const sentence = firstSentence(stated);
  const said = new Set([answer, stated]);
  for (const text of [stated, sentence]) {
    const plain = text.replace(/[.!]$/, '');
    const noun = plain.replace(/ ?(?:입니다|이다|이에요|예요)$/, '');
    for (const shorter of [plain, unwrapped(plain), noun, unwrapped(noun)]) said.add(shorter);
  }
  return [...said];
}

const pairs: Readonly<Record<string, string>> = {
  '"': '"',
  "'": "'",
  '“': '”',
  '‘': '’',
  '「': '」',
  '『': '』',
  '<': '>',
};

/** The answer without quotes, `\boxed{}`, `\text{}` and `$` around it. */
function unwrapped(answer: string): string {
  const close = pairs[answer.charAt(0)];
  if (close !== undefined && answer.length > 2 && answer.endsWith(close)) return unwrapped(answer.slice(1, -1).trim());
  const math =
    answer.charCodeAt(0) === 0x24 || answer.charCodeAt(0) === 0x5c
      ? /^\$?\\(?:boxed|text)\{(.*)\}\$?$|^\$([^$]+)\$$/s.exec(answer)
      : null;
  const inner = math?.[1] ?? math?.[2];
  return inner === undefined ? answer : unwrapped(inner.trim());
}

/** What comes after `따라서 정답은` or `the answer is`. */
function withoutLead(answer: string): string {
  const lead = /^(?:.*\P{L})?(?:(?:정|해)?답(?:변|안)?은|answer is:?) /iu.exec(answer)?.[0];
  return lead === undefined || (/is:? $/i.test(lead) && isDoubting(lead)) ? answer : answer.slice(lead.length);
}

/** `(B)입니다` of `(B)입니다. 나머지는 틀렸습니다.` */
function firstSentence(answer: string): string {
  const end = answer.search(/[다요][.!] /);
  return end < 0 ? answer : answer.slice(0, end + 2);
}
