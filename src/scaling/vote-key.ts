import type { Generation } from '../core/model.js';
import type { Sample } from '../core/sample.js';
import { extractFinalAnswer } from '../prompts/final-answer.js';
import { strip } from '../prompts/python-text.js';

/**
 * What an answer votes for, in the form in which equal answers are equal, or `undefined` for one that has no say: it is empty,
 * was withheld, or was cut off before it stated a final answer.
 */
export function voteOf(
  { text: raw, finish }: Generation,
  { target }: Sample,
  isExtracting: boolean,
): string | undefined {
  if (finish === 'filter') return undefined;
  const text = raw.normalize('NFC');
  const stated = isExtracting ? (boxed(text) ?? extractFinalAnswer(text)?.answer) : undefined;
  if (stated === undefined && finish === 'length') return undefined;
  const answer = plain(stated ?? text);
  const label = target.kind === 'choice' ? leadingLabel.exec(answer)?.[1] : undefined;
  const bare = answer.replace(framed, '');
  const key = label ?? withoutThousands(bracketed.exec(bare)?.[1] ?? bare);
  return key === '' ? undefined : key;
}

function plain(text: string): string {
  return strip(text.normalize('NFKC').toLowerCase().replaceAll('**', '')).replace(/\s+/g, ' ');
}

/** `(b) 서울`, `b.`, `2번`: of a choice question the label says it all. */
const leadingLabel = /^[([]?([a-j]|\d)(?:[)\].:번]|(?=\s|$))/;
/** Quotes, dollar signs and full stops around an answer; brackets are part of it: `(1, 2]` is not `[1, 2]`. */
const framed = /^[\s"'“”‘’$]{1,20}|[\s"'“”‘’$.!。]{1,20}$/g;
/** Brackets around a single word: `(b)`. */
const bracketed = /^[([]([^\s()[\],]{1,20})[)\]]$/;

function withoutThousands(answer: string): string {
  return /^[-+]?\d{1,3}(?:,\d{3})+(?:\.\d+)?$/.test(answer) ? answer.replaceAll(',', '') : answer;
}

const LONGEST_BOXED = 2000;

/** The content of the last `\boxed{…}`, if its braces close. */
function boxed(text: string): string | undefined {
  const begin = text.lastIndexOf('\\boxed{');
  if (begin === -1) return undefined;
  const start = begin + '\\boxed{'.length;
  let depth = 1;
  for (let at = start; at < Math.min(text.length, start + LONGEST_BOXED); at++) {
    if (text[at] === '{') depth++;
    else if (text[at] === '}') depth--;
    if (depth === 0) return text.slice(start, at);
  }
  return undefined;
}
