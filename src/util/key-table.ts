import { TextHash } from './text-hash.js';

/**
 * A map from strings to whole numbers that keeps 64-bit hashes instead of the strings: some 20 bytes an entry, so a million
 * keys cost 20 MB where a `Map` of strings costs 150. Two of a million keys share a hash with a probability of 3 in 100
 * million. Entries stand in the order they came, and `get` looks behind the last one it found first: who asks in much the
 * same order rarely waits for the memory.
 */
export class KeyTable {
  #size = 0;
  #lows = new Uint32Array(1024);
  #highs = new Uint32Array(1024);
  #values = new Uint32Array(1024);
  /**
   * Near where its hash says, the number of an entry plus one; 0: free. At most half full. The bits that the number leaves
   * over are of the hash, so that other entries are hardly ever looked at.
   */
  #slots = new Uint32Array(2048);
  #lastFound = -1;
  readonly #hash = new TextHash();

  get size(): number {
    return this.#size;
  }

  get(key: string): number | undefined {
    const { low, high } = this.#hash.reset().add(key);
    const next = this.#lastFound + 1;
    const entry = next < this.#size && this.#is(next, low, high) ? next : this.#entryIn(this.#slotOf(low, high));
    if (entry === -1) return undefined;
    this.#lastFound = entry;
    return this.#values[entry];
  }

  /** `value` is a whole number from 0 to 2^32 - 1. */
  set(key: string, value: number): void {
    this.#values[this.#entryOf(key, value)] = value;
  }

  /** The value of a key; a new key gets `value` first. */
  getOrSet(key: string, value: number): number {
    return this.#values[this.#entryOf(key, value)] ?? value;
  }

  /** Counts the keys it is given: how often this one came before. For tables in which nothing else is kept. */
  countUp(key: string): number {
    const entry = this.#entryOf(key, 0);
    const before = this.#values[entry] ?? 0;
    this.#values[entry] = before + 1;
    return before;
  }

  /** The entry of a key; a new one with `value` if there is none. */
  #entryOf(key: string, value: number): number {
    if (this.#size === this.#lows.length) this.#grow();
    const { low, high } = this.#hash.reset().add(key);
    const slot = this.#slotOf(low, high);
    const known = this.#entryIn(slot);
    if (known !== -1) return known;
    const entry = this.#size++;
    this.#lows[entry] = low;
    this.#highs[entry] = high;
    this.#values[entry] = value;
    this.#fill(slot, entry);
    return entry;
  }

  /** The slot with the entry of this hash, or the free one where it belongs. */
  #slotOf(low: number, high: number): number {
    const slots = this.#slots;
    const numberBits = slots.length - 1;
    for (let slot = low & numberBits; ; slot = (slot + 1) & numberBits) {
      const word = slots[slot] ?? 0;
      if (word === 0) return slot;
      if (((word ^ high) & ~numberBits) === 0 && this.#is((word & numberBits) - 1, low, high)) return slot;
    }
  }

  /** -1 in a free slot. */
  #entryIn(slot: number): number {
    return ((this.#slots[slot] ?? 0) & (this.#slots.length - 1)) - 1;
  }

  #fill(slot: number, entry: number): void {
    const numberBits = this.#slots.length - 1;
    this.#slots[slot] = ((this.#highs[entry] ?? 0) & ~numberBits) | (entry + 1);
  }

  #is(entry: number, low: number, high: number): boolean {
    return this.#lows[entry] === low && this.#highs[entry] === high;
  }

  #grow(): void {
    const capacity = this.#size * 2;
    this.#lows = longer(this.#lows, capacity);
    this.#highs = longer(this.#highs, capacity);
    this.#values = longer(this.#values, capacity);
    this.#slots = new Uint32Array(capacity * 2);
    const last = this.#slots.length - 1;
    for (let entry = 0; entry < this.#size; entry++) {
      let slot = (this.#lows[entry] ?? 0) & last;
      while (this.#slots[slot] !== 0) slot = (slot + 1) & last;
      this.#fill(slot, entry);
    }
  }
}

function longer(numbers: Uint32Array, length: number): Uint32Array<ArrayBuffer> {
  const copy = new Uint32Array(length);
  copy.set(numbers);
  return copy;
}

/** Two 32-bit hashes of a text that is given in pieces, the same however it is cut. */
export function hashPair(...pieces: readonly string[]): [low: number, high: number] {
  const hash = new TextHash();
  for (const piece of pieces) hash.add(piece);
  return [hash.low, hash.high];
}
