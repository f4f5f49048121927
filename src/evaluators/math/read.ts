import type { Expression } from './expression.js';
import { Parser } from './parser.js';
import { Unreadable } from './reader.js';
import { withoutRepetition } from './repeating.js';
import { cleaned, LONGEST, tokens } from './tokens.js';
import { withoutUnits } from './units.js';

/** What a text may mean as mathematics: `1,200` is a number or two; nothing when it cannot be read. */
export interface Reading {
  readonly expressions: readonly Expression[];
  /** The unit after a number, in one spelling. */
  readonly unit?: string | undefined;
  /** The text without styles, case and the spaces that say nothing: two that are written alike are the same, readable or not. */
  readonly written: string;
}

const grouped = /(?<![\d.])\d{1,3}(?:,\d{3})+(?![\d,])/g;
const spaced = /(?<![\d.,])\d{1,3}(?: \d{3})+(?![\d,.])/g;

/** Degrees have no sign of their own once a text is cleaned. */
const isInDegrees = /(?:°|\\circ\s?\}?|\\degree)\s?[.$]?\s?$/;

export function readMath(source: string): Reading {
  if (source.length > LONGEST) return { expressions: [], written: source };
  const text = cleaned(withoutRepetition(singlyEscaped(source.normalize('NFC'))));
  const { bare, unit = isInDegrees.test(source) ? 'degree' : undefined } = withoutUnits(text);
  const expressions = variantsOf(bare.replace(mixed, mixedNumber)).flatMap(parsed);
  return { expressions, unit, written: writtenAs(text) };
}

/** `1,200` is a number or two; with brackets around it it is two, and `1,050` is one, since nobody writes `050`. */
function variantsOf(text: string): readonly string[] {
  const [first] = text.match(grouped) ?? [];
  const joined = text
    .replace(grouped, (digits) => digits.replaceAll(',', ''))
    .replace(spaced, (digits) => digits.replaceAll(' ', ''));
  if (first === undefined || /,0/.test(first)) return [joined];
  return /^[([{][\d,\s]+[)\]}]$/.test(text) ? [text] : [joined, text];
}

/** `2 1/3` */
const mixed = /(?<![\d.,/^_]\s?)(\d+) {1,3}(\d+) ?\/ ?(\d+)(?![\d.])/g;

function mixedNumber(written: string, whole: string, top: string, bottom: string): string {
  return Number(top) < Number(bottom) ? `(${whole}+${top}/${bottom})` : written;
}

/** `\\\\frac` as in a string inside JSON; in a matrix two backslashes end a row. */
function singlyEscaped(source: string): string {
  return source.includes('\\begin') ? source : source.replace(/\\\\(?=[A-Za-z{])/g, '\\');
}

function parsed(text: string): Expression[] {
  try {
    return [new Parser(tokens(text)).whole()];
  } catch (error) {
    if (error instanceof Unreadable) return [];
    throw error;
  }
}

function writtenAs(text: string): string {
  return text
    .replace(/\\(?:text|mbox|textbf|textit|textrm|textnormal)\s?\{([^{}]*)\}/g, '$1')
    .replace(/(?<!\d)\s|\s(?!\d)|\.$/g, '')
    .replace(/\{(\w)\}/g, '$1')
    .toLowerCase()
    .replace(/^\(([a-z])\)$/, '$1');
}
