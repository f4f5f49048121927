import { commonCount, ngramCounts, ngramTotal } from './ngrams.js';
import type { Tokenise } from './tokenise.js';

/** The work two texts may take to find their longest common subsequence. */
const MOST_CELLS = 40_000_000;

/** ROUGE-N as an F-score from 0 to 1. */
export function rougeN(answer: readonly string[], reference: readonly string[], n: number): number {
  const known = ngramCounts(reference, n);
  const common = commonCount(ngramCounts(answer, n, known), known);
  return fScore(common, ngramTotal(answer, n), ngramTotal(reference, n));
}

/** ROUGE-L as an F-score from 0 to 1; `undefined` for texts too long to compare. */
export function rougeL(answer: readonly string[], reference: readonly string[]): number | undefined {
  if (answer.length * reference.length > MOST_CELLS) return undefined;
  let above = new Int32Array(answer.length + 1);
  for (const word of reference) {
    const row = new Int32Array(answer.length + 1);
    for (let place = 1; place <= answer.length; place++)
      row[place] =
        word === answer[place - 1] ? (above[place - 1] ?? 0) + 1 : Math.max(above[place] ?? 0, row[place - 1] ?? 0);
    above = row;
  }
  return fScore(above[answer.length] ?? 0, answer.length, reference.length);
}

/** ROUGE-Lsum: lines are sentences, and the common subsequences of a sentence with all sentences of the answer are put together. */
export function rougeLsum(answer: string, reference: string, tokenise: Tokenise): number | undefined {
  const sentences = (text: string) =>
    text
      .split('\n')
      .map(tokenise)
      .filter((words) => words.length > 0);
  const [said, right] = [sentences(answer), sentences(reference)];
  const [saidLength, rightLength] = [said.flat().length, right.flat().length];
  if (saidLength * rightLength > MOST_CELLS) return undefined;
  const left = ngramCounts(said.flat(), 1);
  const wanted = ngramCounts(right.flat(), 1);
  let hits = 0;
  for (const sentence of right) {
    const places = new Set(said.flatMap((other) => commonPlaces(sentence, other)));
    for (const place of [...places].sort((a, b) => a - b)) {
      const word = sentence[place] ?? '';
      if ((left.get(word) ?? 0) === 0 || (wanted.get(word) ?? 0) === 0) continue;
      hits++;
      left.set(word, (left.get(word) ?? 0) - 1);
      wanted.set(word, (wanted.get(word) ?? 0) - 1);
    }
  }
  return fScore(hits, saidLength, rightLength);
}

/** The places of the first list that a longest common subsequence takes, found from the end as rouge-score does. */
function commonPlaces(reference: readonly string[], other: readonly string[]): number[] {
  const width = other.length + 1;
  const table = new Int32Array((reference.length + 1) * width);
  const at = (row: number, column: number) => table[row * width + column] ?? 0;
  for (let row = 1; row <= reference.length; row++) {
    for (let column = 1; column < width; column++)
      table[row * width + column] =
        reference[row - 1] === other[column - 1]
          ? at(row - 1, column - 1) + 1
          : Math.max(at(row - 1, column), at(row, column - 1));
  }
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

export function fScore(common: number, said: number, right: number): number {
  const precision = common / Math.max(said, 1);
  const recall = common / Math.max(right, 1);
  return precision + recall === 0 ? 0 : (2 * precision * recall) / (precision + recall);
}
