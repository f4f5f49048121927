import type { Cell } from './cell.js';

/** Texts as datasets of the hub keep them beside something else: labels of options, or where an answer begins. */
export interface TextStruct {
  readonly texts: Cell;
  /** What each text is called, in the same order. */
  readonly labels?: readonly string[];
}

/** Reads `{ text: […], label: […] }` and `[{ text, label }, …]`; `undefined` for anything else. */
export function textStruct({ value, column, where }: Cell): TextStruct | undefined {
  const texts = isRecord(value) ? value.text : partsOf(value, 'text');
  if (!Array.isArray(texts)) return undefined;
  const labels = isRecord(value) ? value.label : partsOf(value, 'label');
  const cell = { value: texts, column, where };
  return Array.isArray(labels) && labels.length === texts.length
    ? { texts: cell, labels: labels.map(String) }
    : { texts: cell };
}

/** One part of every record of a list. */
function partsOf(value: unknown, part: string): readonly unknown[] | undefined {
  const isList = Array.isArray(value) && value.length > 0 && value.every((one) => isRecord(one) && part in one);
  return isList ? value.map((one) => one[part]) : undefined;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
