import { NumberColumn } from '../util/number-column.js';

/** A name or nothing at each place, for names that come again and again. */
export class NameColumn {
  readonly #numbers = new NumberColumn();
  readonly #names: string[] = [];
  readonly #numberOf = new Map<string, number>();

  set(place: number, name: string | undefined): void {
    this.#numbers.set(place, name === undefined ? undefined : this.#numbered(name));
  }

  get(place: number): string | undefined {
    return this.#names[this.#numbers.get(place) ?? -1];
  }

  get isEmpty(): boolean {
    return this.#names.length === 0;
  }

  #numbered(name: string): number {
    let number = this.#numberOf.get(name);
    if (number === undefined) {
      number = this.#names.push(name) - 1;
      this.#numberOf.set(name, number);
    }
    return number;
  }
}
