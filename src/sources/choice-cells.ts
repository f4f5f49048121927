import { type Cell, cellError, isAbsent, listOf, shown, textOf } from './cell.js';
import { textStruct } from './choice-struct.js';

/**
 * The options of a row: a list, a JSON list in a string, texts with `|` between them, or a list of texts beside their
 * labels. `undefined` when it has none.
 */
export function optionsIn(given: Cell): string[] | undefined {
  if (isAbsent(given.value)) return undefined;
  const cell = textStruct(given)?.texts ?? given;
  const options = listOf(cell) ?? splitOptions(cell);
  if (options.length === 0) return undefined;
  if (options.length === 1) {
    throw cellError(
      cell,
      `holds one option only, ${shown(options.join())}. Write a JSON list, or put | between options.`,
    );
  }
  const blank = options.findIndex((option) => option.trim() === '');
  if (blank !== -1) throw cellError(cell, `holds an empty option, number ${blank + 1} of ${options.length}.`);
  return options;
}

function splitOptions(cell: Cell): string[] {
  if (typeof cell.value === 'object') throw cellError(cell, 'holds an object; expected a list of options.');
  const text = textOf(cell).trim();
  if (text === '' || /^\[\s*\]$/.test(text)) return [];
  if (/^\[.*\]$/s.test(text) && !text.includes('|')) {
    throw cellError(
      cell,
      `looks like a list but is not JSON: ${shown(text)}. Write ["가", "나"], or put | between options.`,
    );
  }
  return text.split('|').map((option) => option.trim());
}

const CIRCLED_ONE = 0x2460;
const label = /^[([]?\s*(?:(?<letter>[A-Ja-j])|(?<circled>[①-⑩])|(?<number>[1-9]\d?))\s*[)\].]?$/u;

/** How a reference may name an option besides by its text. */
export interface OptionNames {
  /** What bare numbers count from, which are then places and not texts; absent: texts first, then places from 1. */
  readonly from?: 0 | 1 | undefined;
  /** What the row itself calls its options, in their order. */
  readonly labels?: readonly string[] | undefined;
  /** The option that sets `from`, for errors. */
  readonly param?: string;
}

/**
 * Which option the reference means: the one with the same text, or else the one its label names: `B`, `(b)`, `②`, `2`,
 * `2번`, all counted from the first option.
 */
export function answerAmong(
  options: readonly string[],
  reference: Cell,
  names: OptionNames = {},
): { readonly answer: number; readonly label?: string } {
  const { from, labels } = names;
  const text = onlyText(reference);
  if (from !== undefined && typeof reference.value === 'number') {
    const place = reference.value - from;
    if (options[place] !== undefined) return { answer: place };
  }
  const byOwnLabel = labels?.indexOf(text.trim()) ?? -1;
  // Labels that are not the usual ones in their order tell nothing of how an answer may name an option.
  if (byOwnLabel !== -1)
    return { answer: byOwnLabel, ...(labelIndex(text) === byOwnLabel ? { label: text.trim() } : {}) };
  const byText = options.findIndex((option) => comparable(option) === comparable(text));
  if (byText !== -1) return { answer: byText };
  const isFromZero = from === 0 && /^\d+$/.test(text.trim());
  const byLabel = isFromZero ? Number(text) : labelIndex(text);
  if (byLabel !== undefined && byLabel < options.length)
    return { answer: byLabel, ...(isFromZero ? {} : { label: text.trim() }) };
  throw cellError(
    reference,
    `is ${shown(text)}, which is not one of the ${options.length} options: ${options.map(shown).join(', ')}. ` +
      `It may be the text of an option, its letter (A to J), or its number counted from ${from ?? 1}.${zeroHint(text, names)}`,
  );
}

function zeroHint(text: string, { from, param }: OptionNames): string {
  if (param === undefined || from !== undefined || text.trim() !== '0') return '';
  return ` If numbers count from 0, set ${param} to 0.`;
}

function onlyText(reference: Cell): string {
  const [first, ...others] = listOf(reference) ?? [textOf(reference)];
  if (first !== undefined && others.length === 0) return first;
  throw cellError(reference, `holds ${others.length + 1} answers; a question with options has one.`);
}

function labelIndex(text: string): number | undefined {
  const groups = label.exec(text.trim().replace(/번$/, ''))?.groups;
  if (groups?.letter !== undefined) return groups.letter.toUpperCase().charCodeAt(0) - 'A'.charCodeAt(0);
  if (groups?.circled !== undefined) return groups.circled.charCodeAt(0) - CIRCLED_ONE;
  return groups?.number === undefined ? undefined : Number(groups.number) - 1;
}

function comparable(text: string): string {
  return text.normalize('NFC').trim();
}
