import type { JudgeType } from './judge-types.js';

export type Scale = readonly [min: number, max: number];
export type Winner = 'A' | 'B' | 'tie';

/** What a judge said, or why that cannot be told. Nothing is guessed: a judge who names two verdicts named none. */
export type Verdict =
  | { readonly kind: 'score'; readonly score: number }
  | { readonly kind: 'correct'; readonly isCorrect: boolean; readonly step?: number }
  | { readonly kind: 'winner'; readonly winner: Winner }
  | { readonly kind: 'unreadable'; readonly reason: string };

/**
 * A number that is not part of a longer one and no end of a range (`3-4`). Every repetition is bounded, so that a reply of
 * any length is read in linear time.
 */
const number =
  '([-+]?\\d{1,9}(?:\\.\\d{1,9})?)(?!\\.?\\d)(?!\\s{0,3}(?:[-~–—]|to\\b|or\\b|또는|에서)\\s{0,3}\\d)(?:\\s{0,3}/\\s{0,3}(\\d{1,9}(?:\\.\\d{1,9})?))?';
const graded = new RegExp(`(?:\\[RESULT\\][\\s*_:(\\[]{0,12}|\\[\\[\\s{0,5}score\\s{0,5}:\\s{0,5})${number}`, 'gi');
const scored = new RegExp(`(?:score|점수)[\\s*_)\\]]{0,6}:[\\s*_(\\[]{0,12}${number}`, 'gi');
const truth = /\[\[\s{0,5}(true|false)\s{0,5}\]\]/gi;
const preferred = /\[\[\s{0,5}(A|B|C|tie)\s{0,5}\]\]/gi;
const failingStep = /step:\s{0,5}\[(\d{1,9})\]/i;

/** Reads a judge's reply. A verdict alone on the last line counts; otherwise all that the reply names must be the same. */
export function readVerdict(type: JudgeType, reply: string, scale: Scale): Verdict {
  const text = spoken(reply);
  switch (type) {
    case 'rubric_and_response':
      return scoreIn(text, graded, '[RESULT] X', scale, true);
    case 'k2_eval':
      return scoreIn(text, scored, 'Score: X', scale, false);
    case 'rubric_response_and_gold': {
      const said = oneOf(text, truth, '[[true]] or [[false]]', ([, word = '']) => word.toLowerCase());
      if (typeof said !== 'string') return said;
      const step = failingStep.exec(text)?.[1];
      return { kind: 'correct', isCorrect: said === 'true', ...(step !== undefined && { step: Number(step) }) };
    }
    case 'response_comparison': {
      const said = oneOf(text, preferred, '[[A]] or [[B]]', ([, word = '']) => word.toUpperCase());
      if (typeof said !== 'string') return said;
      return { kind: 'winner', winner: said === 'A' || said === 'B' ? said : 'tie' };
    }
    default:
      return type satisfies never;
  }
}

/** What the judge says after it has thought, full-width signs as plain ones. */
function spoken(reply: string): string {
  const thought = reply.lastIndexOf('</think>');
  return (thought === -1 ? reply : reply.slice(thought + '</think>'.length)).normalize('NFKC');
}

function scoreIn(text: string, pattern: RegExp, form: string, [min, max]: Scale, isWhole: boolean): Verdict {
  const said = oneOf(
    text,
    pattern,
    form,
    ([, value = '', of]) => `${Number(value)}${of === undefined ? '' : `/${Number(of)}`}`,
  );
  if (typeof said !== 'string') return said;
  const [value = '', of] = said.split('/');
  const score = Number(value);
  if (of !== undefined && Number(of) !== max) return unreadable(`"${said}" is on another scale than ${min} to ${max}`);
  if (score < min || score > max) return unreadable(`${value} is not between ${min} and ${max}`);
  if (isWhole && !Number.isInteger(score)) return unreadable(`${value} is not a whole number`);
  return { kind: 'score', score };
}

function oneOf(
  text: string,
  pattern: RegExp,
  form: string,
  wordOf: (match: RegExpExecArray) => string,
): string | Extract<Verdict, { kind: 'unreadable' }> {
  const closing = valuesIn(lastLine(text), pattern, wordOf);
  const values = closing.size === 1 ? closing : valuesIn(text, pattern, wordOf);
  const [value, other] = values;
  if (value === undefined) return unreadable(`the reply has no verdict in the form ${form}`);
  if (other !== undefined) return unreadable(`the reply has two verdicts, ${value} and ${other}`);
  return value;
}

/** More than a handful are not told apart: two are too many already. */
function valuesIn(text: string, pattern: RegExp, wordOf: (match: RegExpExecArray) => string): Set<string> {
  const values = new Set<string>();
  for (const match of text.matchAll(pattern)) {
    values.add(wordOf(match));
    if (values.size > 1) break;
  }
  return values;
}

function lastLine(text: string): string {
  const end = text.trimEnd();
  return end.slice(end.lastIndexOf('\n') + 1);
}

function unreadable(reason: string): Extract<Verdict, { kind: 'unreadable' }> {
  return { kind: 'unreadable', reason };
}
