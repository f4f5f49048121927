/** Tercom's limits, as in sacrebleu. */
const LONGEST_SHIFT = 10;
const FARTHEST_SHIFT = 50;
const BEAM = 25;
const MOST_CANDIDATES = 1000;

type Operation = 'same' | 'substitute' | 'insert' | 'delete';

/** Insertions, deletions, substitutions and shifts of phrases that turn the answer into the reference, found the way Tercom finds them. */
export function editsBetween(answer: readonly string[], reference: readonly string[]): number {
  if (reference.length === 0) return answer.length;
  const distances = new Distances(reference);
  let words = answer;
  let shifts = 0;
  let tried = 0;
  for (;;) {
    const found = bestShift(words, reference, distances, tried);
    tried = found.tried;
    if (tried >= MOST_CANDIDATES || found.gain <= 0) return shifts + distances.between(words);
    shifts++;
    words = found.words;
  }
}

interface Shift {
  readonly gain: number;
  readonly length: number;
  readonly start: number;
  readonly target: number;
  readonly words: readonly string[];
}

function bestShift(
  words: readonly string[],
  reference: readonly string[],
  distances: Distances,
  alreadyTried: number,
): { gain: number; words: readonly string[]; tried: number } {
  const { edits, operations } = distances.traced(words);
  const alignment = alignmentFrom(operations);
  let tried = alreadyTried;
  let best: Shift | undefined;
  for (const { start, at, length } of commonPhrases(words, reference)) {
    if (!alignment.isWrong(start, at, length)) continue;
    const aligned = alignment.places[at] ?? Number.NaN;
    if (start <= aligned && aligned < start + length) continue;
    let previous = -1;
    for (let offset = -1; offset < length; offset++) {
      const place = at + offset === -1 ? -1 : alignment.places[at + offset];
      if (place === undefined) break;
      const target = place + 1;
      if (target === previous) continue;
      previous = target;
      const moved = shifted(words, start, length, target);
      const candidate = { gain: edits - distances.between(moved), length, start, target, words: moved };
      tried++;
      if (best === undefined || isBetter(candidate, best)) best = candidate;
    }
    if (tried >= MOST_CANDIDATES) break;
  }
  return { gain: best?.gain ?? 0, words: best?.words ?? words, tried };
}

/** More gained, then longer, then from further in front, then to further in front. */
function isBetter(a: Shift, b: Shift): boolean {
  if (a.gain !== b.gain) return a.gain > b.gain;
  if (a.length !== b.length) return a.length > b.length;
  if (a.start !== b.start) return a.start < b.start;
  if (a.target !== b.target) return a.target < b.target;
  // Python goes on to compare the words themselves.
  const place = a.words.findIndex((word, index) => word !== b.words[index]);
  return place >= 0 && (a.words[place] ?? '') > (b.words[place] ?? '');
}

function shifted(words: readonly string[], start: number, length: number, target: number): string[] {
  const phrase = words.slice(start, start + length);
  if (target < start)
    return [...words.slice(0, target), ...phrase, ...words.slice(target, start), ...words.slice(start + length)];
  if (target > start + length)
    return [...words.slice(0, start), ...words.slice(start + length, target), ...phrase, ...words.slice(target)];
  return [
    ...words.slice(0, start),
    ...words.slice(start + length, length + target),
    ...phrase,
    ...words.slice(length + target),
  ];
}

function* commonPhrases(words: readonly string[], reference: readonly string[]) {
  for (let start = 0; start < words.length; start++) {
    const last = Math.min(reference.length - 1, start + FARTHEST_SHIFT);
    for (let at = Math.max(0, start - FARTHEST_SHIFT); at <= last; at++) {
      for (let length = 1; length <= LONGEST_SHIFT; length++) {
        const [word, other] = [words[start + length - 1], reference[at + length - 1]];
        if (word === undefined || other === undefined || word !== other) break;
        yield { start, at, length };
      }
    }
  }
}

interface Alignment {
  /** The place in the answer that belongs to each place of the reference; -1 before the first. */
  readonly places: readonly number[];
  isWrong(start: number, at: number, length: number): boolean;
}

function alignmentFrom(operations: readonly Operation[]): Alignment {
  const places: number[] = [];
  const wrongInAnswer: boolean[] = [];
  const wrongInReference: boolean[] = [];
  for (const operation of operations) {
    const isWrong = operation !== 'same';
    // To leave out a word of the answer touches only the answer, to put one in only the reference.
    if (operation !== 'insert') wrongInAnswer.push(isWrong);
    if (operation !== 'delete') {
      places.push(wrongInAnswer.length - 1);
      wrongInReference.push(isWrong);
    }
  }
  const some = (wrong: readonly boolean[], from: number, length: number) =>
    wrong.slice(from, from + length).includes(true);
  return {
    places,
    isWrong: (start, at, length) => some(wrongInAnswer, start, length) && some(wrongInReference, at, length),
  };
}

const INFINITE = 1e9;
const operationOf: readonly Operation[] = ['same', 'substitute', 'insert', 'delete'];

/** Edit distances of one reference within a beam around the diagonal. Rows shared with the answer before are not worked out again. */
class Distances {
  readonly #reference: readonly string[];
  readonly #width: number;
  #words: readonly string[] = [];
  #costs: Int32Array[];
  #operations: Uint8Array[];

  constructor(reference: readonly string[]) {
    this.#reference = reference;
    this.#width = reference.length + 1;
    this.#costs = [Int32Array.from({ length: this.#width }, (_, place) => place)];
    this.#operations = [new Uint8Array(this.#width).fill(2)];
  }

  between(words: readonly string[]): number {
    this.#fill(words);
    return this.#costs[words.length]?.[this.#width - 1] ?? 0;
  }

  traced(words: readonly string[]): { edits: number; operations: Operation[] } {
    const edits = this.between(words);
    const operations: Operation[] = [];
    let [row, column] = [words.length, this.#width - 1];
    while (row > 0 || column > 0) {
      const operation = operationOf[this.#operations[row]?.[column] ?? 0] ?? 'same';
      operations.push(operation);
      if (operation !== 'insert') row--;
      if (operation !== 'delete') column--;
    }
    return { edits, operations: operations.reverse() };
  }

  #fill(words: readonly string[]): void {
    const isSameLength = words.length === this.#words.length;
    let row = 0;
    if (isSameLength) while (row < words.length && words[row] === this.#words[row]) row++;
    this.#words = words;
    const ratio = words.length === 0 ? 1 : this.#reference.length / words.length;
    const beam = ratio / 2 > BEAM ? Math.ceil(ratio / 2 + BEAM) : BEAM;
    for (let next = row + 1; next <= words.length; next++) this.#fillRow(words, next, Math.floor(next * ratio), beam);
  }

  #fillRow(words: readonly string[], row: number, diagonal: number, beam: number): void {
    const above = this.#costs[row - 1] as Int32Array;
    const costs = new Int32Array(this.#width).fill(INFINITE);
    const operations = new Uint8Array(this.#width);
    const last = row === words.length ? this.#width : Math.min(this.#width, diagonal + beam);
    for (let column = Math.max(0, diagonal - beam); column < last; column++) {
      if (column === 0) {
        costs[0] = (above[0] ?? 0) + 1;
        operations[0] = 3;
        continue;
      }
      const isSame = words[row - 1] === this.#reference[column - 1];
      let cost = (above[column - 1] ?? INFINITE) + (isSame ? 0 : 1);
      let operation = isSame ? 0 : 1;
      if ((above[column] ?? INFINITE) + 1 < cost) [cost, operation] = [(above[column] ?? INFINITE) + 1, 3];
      if ((costs[column - 1] ?? INFINITE) + 1 < cost) [cost, operation] = [(costs[column - 1] ?? INFINITE) + 1, 2];
      costs[column] = cost;
      operations[column] = operation;
    }
    this.#costs[row] = costs;
    this.#operations[row] = operations;
  }
}
