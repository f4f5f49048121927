import { commonSubsequence } from './common-subsequence.js';
import { commonNgrams, ngramTotal, tokenCounts } from './ngrams.js';
import type { Tokenise } from './tokenise.js';

/** Places of two texts that may be held against each other, 32 at a time; some tenths of a second. */
const MOST_PLACES = 3_000_000_000;
/** The same where the subsequence itself is wanted and not just its length. */
const MOST_CELLS = 40_000_000;

/** ROUGE-N as an F-score from 0 to 1. */
export function rougeN(answer: readonly string[], reference: readonly string[], n: number): number {
  const common = commonNgrams(answer, [reference], n)[n - 1] ?? 0;
  return fScore(common, ngramTotal(answer, n), ngramTotal(reference, n));
}

/** ROUGE-L as an F-score from 0 to 1; `undefined` for texts too long to compare. */
export function rougeL(answer: readonly string[], reference: readonly string[]): number | undefined {
  if (answer.length * reference.length > MOST_PLACES) return undefined;
  return fScore(commonSubsequence(answer, reference), answer.length, reference.length);
}

/** ROUGE-Lsum: lines are sentences, and the common subsequences of a sentence with all sentences of the answer are put together. */
export function rougeLsum(answer: string, reference: string, tokenise: Tokenise): number | undefined {
  const [said, right] = [sentencesOf(answer, tokenise), sentencesOf(reference, tokenise)];
  // Of one sentence and another the common subsequence is all there is to put together.
  if (said.length === 1 && right.length === 1) return rougeL(said.flat(), right.flat());
  const [distinctSaid, distinctRight] = [distinct(said), distinct(right)];
  if (workFor(distinctSaid) * workFor(distinctRight) > MOST_CELLS) return undefined;
  const places = new Map(
    [...distinctRight].map(([key, sentence]) => [
      key,
      new Set([...distinctSaid.values()].flatMap((other) => commonPlaces(sentence, other))),
    ]),
  );
  const left = tokenCounts(said.flat());
  const wanted = tokenCounts(right.flat());
  let hits = 0;
  for (const sentence of right) {
    const common = places.get(keyOf(sentence));
    for (const [place, word] of sentence.entries()) {
      if (!common?.has(place) || (left.get(word) ?? 0) === 0 || (wanted.get(word) ?? 0) === 0) continue;
      hits++;
      left.set(word, (left.get(word) ?? 0) - 1);
      wanted.set(word, (wanted.get(word) ?? 0) - 1);
    }
  }
  return fScore(hits, said.flat().length, right.flat().length);
}

function sentencesOf(text: string, tokenise: Tokenise): string[][] {
  return text
    .split('\n')
    .map(tokenise)
    .filter((words) => words.length > 0);
}

/** Of equal sentences one: the others would be compared to the same end. */
function distinct(sentences: readonly string[][]): ReadonlyMap<string, string[]> {
  return new Map(sentences.map((words) => [keyOf(words), words]));
}

function keyOf(words: readonly string[]): string {
  return words.join(' ');
}

/** Rows or columns of all tables together; to begin a table takes as long as some cells. */
function workFor(sentences: ReadonlyMap<string, readonly string[]>): number {
  return [...sentences.values()].reduce((sum, words) => sum + words.length + 8, 0);
}

/** The places of the first list that a longest common subsequence takes, found from the end as rouge-score does. */
function commonPlaces(reference: readonly string[], other: readonly string[]): number[] {
  const table = lengthsOf(reference, other);
  const width = other.length + 1;
  const at = (row: number, column: number) => table[row * width + column] ?? 0;
  const places: number[] = [];
  let [row, column] = [reference.length, other.length];
  while (row > 0 && column > 0) {
    if (reference[row - 1] === other[column - 1]) {
      places.push(row - 1);
      row--;
      column--;
    } else if (at(row, column - 1) > at(row - 1, column)) column--;
    else row--;
  }
  return places;
}

/** The length for the first so many of one list (rows) and of the other (columns). It fits, since `MOST_CELLS` bounds the lists. */
function lengthsOf(rows: readonly string[], columns: readonly string[]): Uint16Array {
  const width = columns.length + 1;
  const table = new Uint16Array((rows.length + 1) * width);
  for (let row = 1; row <= rows.length; row++) {
    const token = rows[row - 1];
    const start = row * width;
    let before = 0;
    for (let column = 1; column < width; column++) {
      const above = start - width + column;
      const here = token === columns[column - 1] ? (table[above - 1] ?? 0) + 1 : Math.max(table[above] ?? 0, before);
      table[start + column] = here;
      before = here;
    }
  }
  return table;
}

export function fScore(common: number, said: number, right: number): number {
  const precision = common / Math.max(said, 1);
  const recall = common / Math.max(right, 1);
  return precision + recall === 0 ? 0 : (2 * precision * recall) / (precision + recall);
}
