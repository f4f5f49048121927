/** Numbers by place, eight bytes each. Places that were not set have none; a column in which nothing is set takes no room. */
export class NumberColumn {
  #values = new Float64Array(0);

  get(place: number): number | undefined {
    const value = this.#values[place] ?? Number.NaN;
    return Number.isNaN(value) ? undefined : value;
  }

  set(place: number, value: number | undefined): void {
    if (place >= this.#values.length) {
      if (value === undefined) return;
      this.#grow(place + 1);
    }
    this.#values[place] = value ?? Number.NaN;
  }

  #grow(atLeast: number): void {
    const longer = new Float64Array(Math.max(1024, 2 ** Math.ceil(Math.log2(atLeast))));
    longer.set(this.#values);
    longer.fill(Number.NaN, this.#values.length);
    this.#values = longer;
  }
}
