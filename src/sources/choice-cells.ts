import { type Cell, cellError, isAbsent, listOf, shown, textOf } from './cell.js';

/** The options of a row: a list, a JSON list in a string, or texts with `|` between them. `undefined` when it has none. */
export function optionsIn(cell: Cell): string[] | undefined {
  if (isAbsent(cell.value)) return undefined;
  const options = listOf(cell) ?? splitOptions(cell);
  if (options.length === 0) return undefined;
  if (options.length === 1) {
    throw cellError(
      cell,
      `holds one option only, ${shown(options.join())}. Write a JSON list, or put | between options.`,
    );
  }
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

/**
 * Which option the reference means: the one with the same text, or else the one its label names: `B`, `(b)`, `②`, `2`,
 * `2번`, all counted from the first option.
 */
export function answerAmong(
  options: readonly string[],
  reference: Cell,
): { readonly answer: number; readonly label?: string } {
  const text = onlyText(reference);
  const byText = options.findIndex((option) => comparable(option) === comparable(text));
  if (byText !== -1) return { answer: byText };
  const byLabel = labelIndex(text);
  if (byLabel !== undefined && byLabel < options.length) return { answer: byLabel, label: text.trim() };
  throw cellError(
    reference,
    `is ${shown(text)}, which is not one of the ${options.length} options: ${options.map(shown).join(', ')}. ` +
      'It may be the text of an option, its letter (A to J), or its number counted from 1.',
  );
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
