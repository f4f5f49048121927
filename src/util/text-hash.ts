/**
 * A 64-bit hash of a text that is handed over piece by piece, so that nobody has to put the pieces together: two
 * multiplicative passes over the UTF-16 units, each finished with MurmurHash3's 32-bit mixer. For tables, not for security.
 */
export class TextHash {
  // Kept below 2^31 by `| 0`: a larger number would be a floating-point one, and three times as slow.
  #low = 0x811c9dc5 | 0;
  #high = 0x9e3779b9 | 0;
  #length = 0;

  add(text: string): this {
    let low = this.#low;
    let high = this.#high;
    for (let i = 0; i < text.length; i++) {
      const unit = text.charCodeAt(i);
      low = Math.imul(low ^ unit, 0x01000193);
      high = (Math.imul(high ^ unit, 0x5bd1e995) + (high >>> 17)) | 0;
    }
    this.#low = low;
    this.#high = high;
    this.#length += text.length;
    return this;
  }

  /** Begins with the next text. */
  reset(): this {
    this.#low = 0x811c9dc5 | 0;
    this.#high = 0x9e3779b9 | 0;
    this.#length = 0;
    return this;
  }

  /** The first 32 bits. */
  get low(): number {
    return mix(this.#low ^ (this.#high >>> 11));
  }

  /** The other 32 bits. */
  get high(): number {
    return mix(this.#high ^ this.#length);
  }
}

function mix(hash: number): number {
  let mixed = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}
