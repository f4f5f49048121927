import { afterThoughts } from '../answer-part.js';
import type { JudgeType } from './judge-types.js';

export type Scale = readonly [min: number, max: number];
export type Winner = 'A' | 'B' | 'tie';

/** What a judge said, or why that cannot be told. Nothing is guessed: a judge who names two verdicts named none. */
export type Verdict =
  | { readonly kind: 'score'; readonly score: number }
  | { readonly kind: 'correct'; readonly isCorrect: boolean; readonly step?: number }
  | { readonly kind: 'winner'; readonly winner: Winner }
  | { readonly kind: 'unreadable'; readonly reason: string };

/** What else is known of a reply. */
export interface ReplyFacts {
  /** The answers that were judged: one that holds a verdict itself may be quoted by the judge. */
  readonly judged?: readonly string[];
  /** The reply stopped at the token limit, so its last word may be half a word, and its last line is no conclusion. */
  readonly isCut?: boolean;
}

/** What makes a number the first of two, or the top of a scale: `3-4`, `3점 또는 4점`, `5점 만점에 4점`, `5점 중 4점`. */
const another =
  '(?:[-~–—,;|&+→⇒>]|to\\b|or\\b|and\\b|또는|혹은|이나|에서|부터|와|과|중|[.,]{0,3}\\s?(?:no\\b|not\\b|rather\\b|actually\\b|아니)[ ,]{0,2})\\s{0,3}\\d|만점';
/** A number by itself, perhaps with its scale: `4/5`, `4점/5점`, `4 out of 5`. Every repetition is bounded, so that a reply of any length is read in linear time. */
const number = `([-+]?\\d{1,9}(?:\\.\\d{1,9})?)(?!\\.?\\d|[A-Za-z%])(?!\\s{0,3}점?\\s{0,3}(?:${another}))(?:\\s{0,3}점?\\s{0,3}(?:/|\\(?(?:out\\s{1,3})?of\\b)\\s{0,3}(\\d{1,9}(?:\\.\\d{1,9})?))?`;
const graded = new RegExp(
  `(?:\\[(?:RESULT|결과)\\][\\s*_:=(\\[]{0,12}|\\[\\[\\s{0,5}score\\s{0,5}:\\s{0,5})${number}`,
  'gi',
);
const scored = new RegExp(`(?<![A-Za-z])(?:score|점수)[\\s*_)\\]]{0,6}:[\\s*_(\\[]{0,12}${number}`, 'gi');
const truth = /\[\[\s{0,5}(true|false)\s{0,5}\]\]/gi;
const preferred = /\[\[\s{0,5}(A|B|C|tie)\s{0,5}\]\]/gi;
const failingStep = /step:\s{0,5}\[(\d{1,9})\]/i;

/**
 * Reads a judge's reply. A verdict alone on the last line counts; otherwise all that the reply names must be the same. Where the
 * judged answer holds such a mark itself, the judge's own is told from a quoted one only by having the last line to itself.
 */
export function readVerdict(type: JudgeType, reply: string, scale: Scale, facts: ReplyFacts = {}): Verdict {
  const said = spoken(reply);
  const text = facts.isCut ? said.replace(/\S{0,200}$/, '') : said;
  switch (type) {
    case 'rubric_and_response':
      return scoreIn(text, { pattern: graded, form: '[RESULT] X', wordOf: gradeOf, facts }, scale, true);
    case 'k2_eval':
      return scoreIn(text, { pattern: scored, form: 'Score: X', wordOf: gradeOf, facts }, scale, false);
    case 'rubric_response_and_gold': {
      const wordOf = ([, word = '']: RegExpExecArray) => word.toLowerCase();
      const found = oneOf(text, { pattern: truth, form: '[[true]] or [[false]]', wordOf, facts });
      if (typeof found !== 'string') return found;
      const step = failingStep.exec(text)?.[1];
      return { kind: 'correct', isCorrect: found === 'true', ...(step !== undefined && { step: Number(step) }) };
    }
    case 'response_comparison': {
      const wordOf = ([, word = '']: RegExpExecArray) => word.toUpperCase();
      const found = oneOf(text, { pattern: preferred, form: '[[A]] or [[B]]', wordOf, facts });
      if (typeof found !== 'string') return found;
      return { kind: 'winner', winner: found === 'A' || found === 'B' ? found : 'tie' };
    }
    default:
      return type satisfies never;
  }
}

/** How a verdict looks. */
interface Mark {
  readonly pattern: RegExp;
  readonly form: string;
  readonly wordOf: (match: RegExpExecArray) => string;
  readonly facts: ReplyFacts;
}

/** What the judge says after it has thought, full-width signs as plain ones. Of a thought that has no end nothing is said. */
function spoken(reply: string): string {
  return afterThoughts(reply).normalize('NFKC');
}

function gradeOf([, value = '', of]: RegExpExecArray): string {
  return `${Number(value)}${of === undefined ? '' : `/${Number(of)}`}`;
}

function scoreIn(text: string, mark: Mark, [min, max]: Scale, isWhole: boolean): Verdict {
  const said = oneOf(text, mark);
  if (typeof said !== 'string') return said;
  const [value = '', of] = said.split('/');
  const score = Number(value);
  if (of !== undefined && Number(of) !== max) return unreadable(`"${said}" is on another scale than ${min} to ${max}`);
  if (score < min || score > max) return unreadable(`${value} is not between ${min} and ${max}`);
  if (isWhole && !Number.isInteger(score)) return unreadable(`${value} is not a whole number`);
  return { kind: 'score', score };
}

function oneOf(text: string, mark: Mark): string | Extract<Verdict, { kind: 'unreadable' }> {
  const { form, facts } = mark;
  const line = facts.isCut ? '' : lastLine(text);
  const closing = valuesIn(line, mark);
  const isQuotable = facts.judged?.some((answer) => valuesIn(answer.normalize('NFKC'), mark).size > 0) === true;
  const around = line.replaceAll(mark.pattern, '').replace('점', '');
  const isAlone = !word.test(around);
  const values = closing.size === 1 && !word.test(around.replace(heading, '')) ? closing : valuesIn(text, mark);
  const [value, other] = values;
  if (value === undefined) return unreadable(`the reply has no verdict in the form ${form}`);
  if (isQuotable && !(closing.size === 1 && isAlone))
    return unreadable('the judged answer holds a verdict itself, and the reply has none alone on its last line');
  if (other !== undefined) return unreadable(`the reply has two verdicts, ${value} and ${other}`);
  if (value.startsWith(NO)) return unreadable(`the reply only says what the verdict is not: "${value}"`);
  return value;
}

const NO = 'not ';
/** Right before a mark, in its sentence. */
const denial =
  /(?:\b(?:not|never|no|neither|nor|cannot|isn't|wasn't|don't|doesn't|can't|wouldn't|won't))\b[^.!?\n]{0,20}$/i;
/** Right behind a mark: something else is possible too. */
const alternative = /^[ *`]{0,3}(?:or\b|또는|혹은|이나)/i;
const word = /[\p{L}\p{N}]/u;
/** `Final verdict:`, `Overall`, on the line of a verdict. */
const heading =
  /^[\s*#>-]{0,9}(?:(?:so|therefore|thus|hence|my|the|final|overall|total|최종|종합|총)[\s,]{0,3}){0,4}(?:verdict|judge?ment|decision|conclusion|rating|grade|winner|판정|결론|평가)?[\s*]{0,3}(?:is\b|은|는)?[\s*:]{0,3}/i;

/** More than a handful are not told apart: two are too many already. */
function valuesIn(text: string, { pattern, wordOf }: Mark): Set<string> {
  const values = new Set<string>();
  for (const match of text.matchAll(pattern)) {
    const { index } = match;
    const isDenied = denial.test(text.slice(Math.max(0, index - 60), index));
    values.add(`${isDenied ? NO : ''}${wordOf(match)}`);
    const end = index + match[0].length;
    if (alternative.test(text.slice(end, end + 10))) values.add('another');
    if (values.size > 1) break;
  }
  return values;
}

/** The end of a block of code is no line. */
function lastLine(text: string): string {
  const end = text.trimEnd().replace(/\s{0,200}`{3,10}$/, '');
  return end.slice(end.lastIndexOf('\n') + 1);
}

function unreadable(reason: string): Extract<Verdict, { kind: 'unreadable' }> {
  return { kind: 'unreadable', reason };
}
