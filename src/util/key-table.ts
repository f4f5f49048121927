/**
 * A map from strings to whole numbers that keeps 64-bit hashes instead of the strings: 16 bytes an entry at most half
 * full, so a million keys cost 32 MB where a `Map` of strings costs 150. Two of a million keys share a hash with a
 * probability of 3 in 100 million.
 */
export class KeyTable {
  #size = 0;
  #capacity = 1024;
  #low = new Uint32Array(this.#capacity);
  #high = new Uint32Array(this.#capacity);
  /** The value plus one; 0 marks a free place. */
  #values = new Uint32Array(this.#capacity);
  #hashLow = 0;
  #hashHigh = 0;

  get size(): number {
    return this.#size;
  }

  get(key: string): number | undefined {
    const stored = this.#values[this.#placeOf(key)] ?? 0;
    return stored === 0 ? undefined : stored - 1;
  }

  /** `value` is a whole number from 0 to 2^32 - 2. */
  set(key: string, value: number): void {
    if (this.#size * 2 >= this.#capacity) this.#grow();
    const place = this.#placeOf(key);
    if (this.#values[place] === 0) this.#size++;
    this.#low[place] = this.#hashLow;
    this.#high[place] = this.#hashHigh;
    this.#values[place] = value + 1;
  }

  #placeOf(key: string): number {
    this.#hash(key);
    return this.#search(this.#hashLow, this.#hashHigh);
  }

  #search(low: number, high: number): number {
    let place = low & (this.#capacity - 1);
    while (this.#values[place] !== 0 && (this.#low[place] !== low || this.#high[place] !== high)) {
      place = (place + 1) & (this.#capacity - 1);
    }
    return place;
  }

  #hash(key: string): void {
    const [low, high] = hashPair(key);
    this.#hashLow = low;
    this.#hashHigh = high;
  }

  #grow(): void {
    const [low, high, values] = [this.#low, this.#high, this.#values];
    this.#capacity *= 2;
    this.#low = new Uint32Array(this.#capacity);
    this.#high = new Uint32Array(this.#capacity);
    this.#values = new Uint32Array(this.#capacity);
    for (let old = 0; old < values.length; old++) {
      if (values[old] === 0) continue;
      const place = this.#search(low[old] ?? 0, high[old] ?? 0);
      this.#low[place] = low[old] ?? 0;
      this.#high[place] = high[old] ?? 0;
      this.#values[place] = values[old] ?? 0;
    }
  }
}

/** Two 32-bit hashes of a text: two multiplicative passes over its UTF-16 units, each finished with MurmurHash3's 32-bit mixer. For tables, not for security. */
export function hashPair(text: string): [low: number, high: number] {
  let low = 0x811c9dc5;
  let high = 0x9e3779b9;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    low = Math.imul(low ^ unit, 0x01000193);
    high = Math.imul(high ^ unit, 0x5bd1e995) + (high >>> 17);
  }
  return [mix(low ^ (high >>> 11)), mix(high ^ text.length)];
}

function mix(hash: number): number {
  let mixed = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}
