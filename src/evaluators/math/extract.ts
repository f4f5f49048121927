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
  const math = lastMatch(DELIMITED, text);
  const number = lastMatch(NUMBER, text);
  const end = math === undefined ? 0 : math.index + math[0].length;
  const isLater = number !== undefined && number.index >= end;
  const closing = isLater && (math === undefined || ENDS_SENTENCE.test(text.slice(number.index + number[0].length)));
  const pieces = [hashes, closing ? number[0] : undefined, math && insideOf(math)];
  return pieces.filter((piece) => piece !== undefined);
}

function insideOf({ groups = {} }: RegExpExecArray): string {
  const inside = groups.display ?? groups.inline ?? groups.round ?? groups.square ?? '';
  return groups.percent === undefined ? inside : `${inside}\\%`;
}

/** After the number at most a unit. */
const ENDS_SENTENCE = /^\s?[A-Za-z가-힣²³°€]{0,10}(?:[.!]|\s*$)/;
const DELIMITED =
  /(?<!\\)(?:\$\$(?<display>(?:\\[\s\S]|[^$\\]){1,2000})\$\$|\$(?<inline>(?:\\.|[^$\n\\]){1,2000})\$|\\\((?<round>[^\n]{1,2000}?)\\\)|\\\[(?<square>[\s\S]{1,2000}?)\\\])(?<percent>\s?(?:%|percent|퍼센트))?/g;
const NUMBER = /(?<![\p{L}\d.,])-?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?(?:\s?\/\s?\d+)?(?:\s?%)?(?![A-Za-z]*\d)/gu;

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
