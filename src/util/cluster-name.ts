import { hashPair } from './key-table.js';

const LONGEST = 64;

/** A short name for what samples share, such as a passage: a short text itself, a long one by its digest; none for a blank one. */
export function clusterName(shared: string | null | undefined): string | undefined {
  const text = (shared ?? '').normalize('NFC').trim();
  if (text === '') return undefined;
  if (text.length <= LONGEST) return text;
  const [low, high] = hashPair(text);
  return `passage-${high.toString(36)}${low.toString(36).padStart(7, '0')}`;
}
