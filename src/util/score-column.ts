const NONE = 0;
const ZERO = 1;
const ONE = 2;

/**
 * Scores by place. Most metrics are 0 or 1 for every sample, so a column is one byte a place until another number comes;
 * from then on it is eight. Places that were not set have none.
 */
export class ScoreColumn {
  #codes: Uint8Array | undefined = new Uint8Array(1024);
  #values = new Float64Array(0);

  get(place: number): number | undefined {
    if (this.#codes !== undefined) {
      const code = this.#codes[place] ?? NONE;
      return code === NONE ? undefined : code - ZERO;
    }
    const value = this.#values[place] ?? Number.NaN;
    return Number.isNaN(value) ? undefined : value;
  }

  set(place: number, value: number | undefined): void {
    if (this.#codes !== undefined) {
      if (value === undefined) {
        if (place < this.#codes.length) this.#codes[place] = NONE;
        return;
      }
      // Minus zero is not a score that anybody means, but it is not 0 either.
      if (Object.is(value, 0) || value === 1) {
        this.#codes = this.#setCode(this.#codes, place, value === 1 ? ONE : ZERO);
        return;
      }
      this.#widen(this.#codes);
    }
    if (place >= this.#values.length) {
      const longer = new Float64Array(roomFor(place)).fill(Number.NaN, this.#values.length);
      longer.set(this.#values);
      this.#values = longer;
    }
    this.#values[place] = value ?? Number.NaN;
  }

  #setCode(codes: Uint8Array, place: number, code: number): Uint8Array {
    const roomy = place < codes.length ? codes : new Uint8Array(roomFor(place));
    if (roomy !== codes) roomy.set(codes);
    roomy[place] = code;
    return roomy;
  }

  #widen(codes: Uint8Array): void {
    this.#values = Float64Array.from(codes, (code) => (code === NONE ? Number.NaN : code - ZERO));
    this.#codes = undefined;
  }
}

function roomFor(place: number): number {
  return Math.max(1024, 2 ** Math.ceil(Math.log2(place + 1)));
}
