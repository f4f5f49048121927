/** How often each token occurs. */
export function tokenCounts(tokens: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const token of tokens) counts.set(token, (counts.get(token) ?? 0) + 1);
  return counts;
}

/** How many occurrences the two have in common. */
export function commonCount(some: ReadonlyMap<string, number>, others: ReadonlyMap<string, number>): number {
  let common = 0;
  for (const [token, count] of some) common += Math.min(count, others.get(token) ?? 0);
  return common;
}

/** How many n-grams a list of tokens has. */
export function ngramTotal(tokens: readonly string[], n: number): number {
  return Math.max(0, tokens.length - n + 1);
}

/** Stands for tokens and n-grams that no reference has. */
const UNKNOWN = -1;

/**
 * How many n-grams of the answer the references have, for each order from 1 to `maxOrder`: each at most as often as the reference
 * with the most of it has it. An n-gram is told by two numbers, that of its first n - 1 tokens and that of its last token, so
 * that the time is linear in the tokens, whatever they are.
 */
export function commonNgrams(
  answer: readonly string[],
  references: readonly (readonly string[])[],
  maxOrder: number,
): number[] {
  const words = new Map<string, number>();
  const right = references.map((tokens) => numbered(tokens, adding(words)));
  const said = numbered(answer, finding(words));
  const common: number[] = [];
  let [rightStarts, saidStarts] = [right, said];
  for (let n = 1; n <= maxOrder; n++) {
    if (n > 1) {
      const pairs = new Map<number, number>();
      rightStarts = rightStarts.map((starts, place) =>
        longer(starts, (right[place] ?? said).subarray(n - 1), words.size, adding(pairs)),
      );
      saidStarts = longer(saidStarts, said.subarray(n - 1), words.size, finding(pairs));
    }
    common.push(clipped(saidStarts, rightStarts));
  }
  return common;
}

/** Gives what is new the next number. */
function adding<Key>(known: Map<Key, number>): (key: Key) => number {
  return (key) => {
    const number = known.get(key);
    if (number !== undefined) return number;
    known.set(key, known.size);
    return known.size - 1;
  };
}

function finding<Key>(known: ReadonlyMap<Key, number>): (key: Key) => number {
  return (key) => known.get(key) ?? UNKNOWN;
}

function numbered(tokens: readonly string[], numberOf: (token: string) => number): Int32Array {
  const numbers = new Int32Array(tokens.length);
  for (let place = 0; place < tokens.length; place++) numbers[place] = numberOf(tokens[place] ?? '');
  return numbers;
}

/** The number of the n-gram at each place, from that of its first n - 1 tokens and that of its last one. */
function longer(
  starts: Int32Array,
  ends: Int32Array,
  vocabulary: number,
  numberOf: (pair: number) => number,
): Int32Array {
  const ngrams = new Int32Array(Math.max(0, starts.length - 1));
  for (let place = 0; place < ngrams.length; place++) {
    const [start, end] = [starts[place] ?? UNKNOWN, ends[place] ?? UNKNOWN];
    ngrams[place] = start === UNKNOWN || end === UNKNOWN ? UNKNOWN : numberOf(start * vocabulary + end);
  }
  return ngrams;
}

function clipped(said: Int32Array, right: readonly Int32Array[]): number {
  const left = mostOf(right);
  let common = 0;
  for (let place = 0; place < said.length; place++) {
    const ngram = said[place] ?? UNKNOWN;
    if (ngram === UNKNOWN || (left[ngram] ?? 0) === 0) continue;
    left[ngram] = (left[ngram] ?? 0) - 1;
    common++;
  }
  return common;
}

/** Of each n-gram as many as the reference with the most of it has. */
function mostOf(references: readonly Int32Array[]): Int32Array {
  const size = references.reduce((largest, ngrams) => Math.max(largest, sizeOf(ngrams)), 0);
  const most = new Int32Array(size);
  for (const ngrams of references) {
    const counts = new Int32Array(size);
    for (let place = 0; place < ngrams.length; place++) {
      const ngram = ngrams[place] ?? 0;
      const count = (counts[ngram] ?? 0) + 1;
      counts[ngram] = count;
      if (count > (most[ngram] ?? 0)) most[ngram] = count;
    }
  }
  return most;
}

function sizeOf(ngrams: Int32Array): number {
  let size = 0;
  for (let place = 0; place < ngrams.length; place++) size = Math.max(size, (ngrams[place] ?? 0) + 1);
  return size;
}
