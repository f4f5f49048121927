import { TextHash } from './text-hash.js';

/** Low half of the hash, high half, value plus one: side by side, since every look costs a trip to the memory. */
const WORDS = 3;

/**
 * A map from strings to whole numbers that keeps 64-bit hashes instead of the strings: 12 bytes an entry, at most half
 * full, so a million keys cost 25 MB where a `Map` of strings costs 150. Two of a million keys share a hash with a
 * probability of 3 in 100 million.
 */
export class KeyTable {
  #size = 0;
  #capacity = 1024;
  /** An entry whose last word is 0 is free. */
  #words = new Uint32Array(this.#capacity * WORDS);
  readonly #hash = new TextHash();

  get size(): number {
    return this.#size;
  }

  get(key: string): number | undefined {
    const { low, high } = this.#hash.reset().add(key);
    const stored = this.#words[this.#search(low, high) + 2] ?? 0;
    return stored === 0 ? undefined : stored - 1;
  }

  /** `value` is a whole number from 0 to 2^32 - 2. */
  set(key: string, value: number): void {
    this.#words[this.#entryOf(key) + 2] = value + 1;
  }

  /** The value of a key; a new key gets `value` first. */
  getOrSet(key: string, value: number): number {
    const entry = this.#entryOf(key);
    const stored = this.#words[entry + 2] ?? 0;
    if (stored !== 0) return stored - 1;
    this.#words[entry + 2] = value + 1;
    return value;
  }

  /** Counts the keys it is given: how often this one came before. For tables in which nothing else is kept. */
  countUp(key: string): number {
    const entry = this.#entryOf(key);
    const before = this.#words[entry + 2] ?? 0;
    this.#words[entry + 2] = before + 1;
    return before;
  }

  /** Where a key stands. A new key has no value there yet: the caller has to write one. */
  #entryOf(key: string): number {
    if (this.#size * 2 >= this.#capacity) this.#grow();
    const { low, high } = this.#hash.reset().add(key);
    const entry = this.#search(low, high);
    if (this.#words[entry + 2] === 0) {
      this.#size++;
      this.#words[entry] = low;
      this.#words[entry + 1] = high;
    }
    return entry;
  }

  #search(low: number, high: number): number {
    const words = this.#words;
    const last = this.#capacity - 1;
    let place = low & last;
    for (;;) {
      const entry = place * WORDS;
      if (words[entry + 2] === 0 || (words[entry] === low && words[entry + 1] === high)) return entry;
      place = (place + 1) & last;
    }
  }

  #grow(): void {
    const old = this.#words;
    this.#capacity *= 2;
    this.#words = new Uint32Array(this.#capacity * WORDS);
    for (let from = 0; from < old.length; from += WORDS) {
      if (old[from + 2] === 0) continue;
      const to = this.#search(old[from] ?? 0, old[from + 1] ?? 0);
      for (let word = 0; word < WORDS; word++) this.#words[to + word] = old[from + word] ?? 0;
    }
  }
}

/** Two 32-bit hashes of a text that is given in pieces, the same however it is cut. */
export function hashPair(...pieces: readonly string[]): [low: number, high: number] {
  const hash = new TextHash();
  for (const piece of pieces) hash.add(piece);
  return [hash.low, hash.high];
}
