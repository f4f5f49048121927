import type { Expression } from './expression.js';
import { Parser, Unreadable } from './parser.js';
import { cleaned, LONGEST, tokens } from './tokens.js';
import { withoutUnits } from './units.js';

/** What a text may mean as mathematics: `1,200` is a number or two; nothing when it cannot be read. */
export interface Reading {
  readonly expressions: readonly Expression[];
  /** The unit after a number, in one spelling. */
  readonly unit?: string | undefined;
  /** The text without styles, spaces and case: two that are written alike are the same, readable or not. */
  readonly written: string;
}

const grouped = /(?<![\d.])\d{1,3}(?:,\d{3})+(?![\d,])/g;
const spaced = /(?<![\d.,])\d{1,3}(?: \d{3})+(?![\d,.])/g;

export function readMath(source: string): Reading {
  if (source.length > LONGEST) return { expressions: [], written: source.slice(0, LONGEST) };
  const text = cleaned(singlyEscaped(source.normalize('NFC')));
  const { bare, unit } = withoutUnits(text);
  const variants = new Set([
    bare
      .replace(grouped, (digits) => digits.replaceAll(',', ''))
      .replace(spaced, (digits) => digits.replaceAll(' ', '')),
  ]);
  if (grouped.test(bare)) variants.add(bare);
  grouped.lastIndex = 0;
  const expressions = [...variants].flatMap((variant) => parsed(variant));
  return { expressions, unit, written: writtenAs(text) };
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
    .replace(/[\s{}]|\.$/g, '')
    .toLowerCase();
}
