import { firstLines, foundAnswer } from '../found-answer.js';
import { LONGEST } from './tokens.js';

/** Texts that may be the answer, the most certain first; only the first one that can be read is compared. */
export interface Candidates {
  readonly texts: readonly string[];
  /** A box or a marker says that it is the final answer. */
  readonly isStated: boolean;
}

/** Where an answer without a mark is looked for: the end of the text. */
const TAIL = 4000;

/**
 * Where the final answer stands: in the last `\boxed{}` or the last ones, if they stand together; behind a marker such as `정답:`
 * or `The answer is`; else the whole of a short text; else the last piece of mathematics between `$`, and the last number.
 */
export function candidatesIn(text: string, isExtracting: boolean): Candidates {
  const boxed = lastBoxes(text);
  const found = foundAnswer(text, isExtracting);
  if (boxed !== undefined && !(found.isMarked && text.lastIndexOf(found.sentence) > boxed.end)) {
    return { texts: boxed.contents.length === 1 ? boxed.contents : [boxed.contents.join(' , ')], isStated: true };
  }
  if (found.isMarked) {
    const [line] = firstLines(found.text);
    return {
      texts: [...linesOf(found.text), ...piecesOf(line), ...piecesOf(found.text)].map(withoutEmphasis),
      isStated: true,
    };
  }
  const tail = text.slice(-TAIL);
  const whole = text.trim().length <= 200 ? [text.trim()] : [];
  return { texts: [...whole, ...piecesOf(tail)].map(withoutEmphasis), isStated: false };
}

function linesOf(text: string): string[] {
  const [line, next] = firstLines(text);
  return next === '' ? [line] : [text.trim().slice(0, LONGEST), line];
}

function withoutEmphasis(text: string): string {
  return text.replace(/^\*\*+|(?<!\*)\*\*+$|`/g, '').trim();
}

/** A number behind `####`, then the last mathematics between delimiters or the number that ends a sentence after it. */
function piecesOf(text: string): string[] {
  const hashes = /#### *([^\n]{1,200})\s*$/.exec(text.slice(-400))?.[1];
  const math = unbound(lastMatch(DELIMITED, text), text);
  const number = unbound(lastMatch(NUMBER, text), text);
  const end = math === undefined ? 0 : math.index + math[0].length;
  const isLater = number !== undefined && number.index >= end;
  const closing = isLater && (math === undefined || ENDS_SENTENCE.test(text.slice(number.index + number[0].length)));
  const pieces = [hashes, closing ? listOf(number, text) : undefined, math && insideOf(math)];
  return pieces.filter((piece) => piece !== undefined);
}

/** Before it stands what makes it a bound, a denial or a part: `at least 5`, `not 5`, `between 3 and 5`, `3월 5일`. */
const BOUND_BEFORE =
  /(?:\b(?:at (?:least|most)|(?:more|less|fewer|greater|larger|smaller) than|up to|not|isn't|between|(?:between|from) \S{1,20} (?:and|to))|\d\S{0,3}\s?(?:부터|에서|[~～∼])|\d\s?[년월일시분초])\s*$/i;
/** The same behind it: `5 이상`, `5가 아닙니다`, `5 or more`, `5일까요?` */
const BOUND_AFTER =
  /^\s?(?:[가-힣A-Za-z%°]{1,6}?\s?)??(?:이상|이하|미만|초과|이내|보다|부터|(?:이|가|은|는)?\s?아[니닙닌]|일까|인가|인지|일 수|or (?:more|less|fewer|greater)|\?)/;

function unbound(match: RegExpExecArray | undefined, text: string): RegExpExecArray | undefined {
  if (match === undefined) return undefined;
  const end = match.index + match[0].length;
  const isBound =
    BOUND_BEFORE.test(text.slice(Math.max(0, match.index - 60), match.index)) ||
    BOUND_AFTER.test(text.slice(end, end + 20));
  return isBound ? undefined : match;
}

/** `1 and 2` where the text ends so, not `2` alone. */
function listOf({ index, 0: last }: RegExpExecArray, text: string): string {
  const before = EARLIER.exec(text.slice(Math.max(0, index - 100), index))?.[0];
  return before === undefined
    ? last
    : `${before.replace(/(\d)\s?[가-힣]{1,3}(?=\s)/g, '$1').replace(SEPARATOR, ', ')}${last}`;
}

const OR = '(?:,? ?(?:and|or|및|또는|혹은)|(?<=\\d)(?:와|과|이나)|,)';
const SEPARATOR = new RegExp(OR, 'g');
const EARLIER = new RegExp(`(?:(?<![\\p{L}\\d.,])-?\\d{1,9}(?:\\.\\d{1,9})?(?: ?[가-힣]{1,3}(?= ))?${OR} ){1,9}$`, 'u');

function insideOf({ groups = {} }: RegExpExecArray): string {
  const inside = groups.display ?? groups.inline ?? groups.round ?? groups.square ?? '';
  return groups.percent === undefined ? inside : `${inside}\\%`;
}

/** After the number at most a unit. */
const ENDS_SENTENCE = /^\s?[A-Za-z가-힣²³°€]{0,10}(?:[.!]|\s*$)/;
const DELIMITED =
  /(?<!\\)(?:\$\$(?<display>(?:\\[\s\S]|[^$\\]){1,2000})\$\$|\$(?<inline>(?:\\.|[^$\n\\]){1,2000})\$|\\\((?<round>[^\n]{1,2000}?)\\\)|\\\[(?<square>[\s\S]{1,2000}?)\\\])(?<percent>\s?(?:%|percent|퍼센트))?/g;
const NUMBER =
  /(?<![\p{L}\d.,])-?(?:\d[\d,]{0,12}(?:\.\d{1,9})?\s?[조억만천백](?:\s?\d{1,4}\s?[조억만천백십]?){0,6}[조억만천백]{0,2}(?![\d.])|\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?(?:\s?\/\s?\d+)?(?:\s?%)?(?![A-Za-z]*\d)/gu;

function lastMatch(pattern: RegExp, text: string): RegExpExecArray | undefined {
  return [...text.matchAll(pattern)].at(-1);
}

interface Boxes {
  readonly contents: readonly string[];
  /** Where the last one ends. */
  readonly end: number;
}

/** The last box, with those before it as long as only `,` and `and` and the like stand between them. */
function lastBoxes(text: string): Boxes | undefined {
  const contents: string[] = [];
  let end: number | undefined;
  let next = text.length;
  for (let tries = 0; tries < 20; tries++) {
    const at = Math.max(text.lastIndexOf('\\boxed', next - 1), text.lastIndexOf('\\fbox', next - 1));
    if (at < 0 || next === 0) break;
    const box = boxAt(text, at);
    if (box !== undefined) {
      if (end !== undefined && !BETWEEN.test(text.slice(box.end, next))) break;
      contents.unshift(box.content);
      end ??= box.end;
    } else if (end !== undefined) break;
    next = at;
  }
  return end === undefined ? undefined : { contents: [...new Set(contents)], end };
}

const BETWEEN =
  /^[\s$,;]{0,8}(?:(?:\\(?:text|quad|qquad|\)|\(|,|;| )\s?(?:\{?\s{0,3}(?:and|or|및|또는|와|과)\s{0,3}\}?)?|and|or|및|또는|와|과)[\s$,;]{0,8}){0,6}$/;

function boxAt(text: string, at: number): { content: string; end: number } | undefined {
  const open = text.indexOf('{', at);
  if (open < 0 || open > at + 8) return spacedBox(text, at);
  let depth = 0;
  for (let place = open; place < text.length; place++) {
    const char = text[place];
    if (char === '\\') place++;
    else if (char === '{') depth++;
    else if (char === '}' && --depth === 0) return { content: text.slice(open + 1, place), end: place + 1 };
  }
  return undefined;
}

/** `\boxed 5` */
function spacedBox(text: string, at: number): { content: string; end: number } | undefined {
  const found = /^\\(?:boxed|fbox)\s+(-?[\w.]+)/.exec(text.slice(at, at + 80));
  return found?.[1] === undefined ? undefined : { content: found[1], end: at + found[0].length };
}
