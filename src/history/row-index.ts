import type { JournalHead } from '../core/run-store.js';
import { KeyTable } from '../util/key-table.js';
import type { Line } from './journal-lines.js';

/** Where a row stands in its file, line end not included. */
export interface RowPlace {
  readonly offset: number;
  readonly length: number;
}

/** Where the rows of a journal stand, in numbers only: some 50 bytes a row, so that a million results can be read in order without holding them. */
export class RowIndex {
  #count = 0;
  readonly #rowOf = new KeyTable();
  #samples = new Uint32Array(1024);
  #trials = new Uint32Array(1024);
  #lengths = new Uint32Array(1024);
  #offsets = new Float64Array(1024);

  add(head: JournalHead, { offset, start, end }: Line): void {
    if (this.#count === this.#samples.length) this.#grow();
    this.#samples[this.#count] = head.index;
    this.#trials[this.#count] = head.trial ?? 0;
    this.#lengths[this.#count] = end - start;
    this.#replaceEarlier(head.key);
    this.#offsets[this.#count] = offset;
    this.#count += 1;
  }

  /**
   * By sample, then by trial. Of several rows with the same key only the last: it was asked again, or has moved in the
   * dataset. Of several in the same place only the last: the question there was changed.
   */
  *inDatasetOrder(): Generator<RowPlace, void, undefined> {
    const order = this.#sorted();
    for (let place = 0; place < order.length; place += 1) {
      const row = at(order, place);
      if (place + 1 < order.length && this.#compare(row, at(order, place + 1)) === 0) continue;
      yield { offset: at(this.#offsets, row), length: at(this.#lengths, row) };
    }
  }

  #replaceEarlier(key: string): void {
    const earlier = this.#rowOf.getOrSet(key, this.#count);
    if (earlier === this.#count) return;
    // No row is empty, so this marks one that does not count any more.
    this.#lengths[earlier] = 0;
    this.#rowOf.set(key, this.#count);
  }

  /** The rows that count; those of the same sample and trial in the order written. */
  #sorted(): Uint32Array {
    const rows = Uint32Array.from({ length: this.#count }, (_, row) => row).filter((row) => at(this.#lengths, row) > 0);
    return rows.sort((a, b) => this.#compare(a, b) || a - b);
  }

  #compare(a: number, b: number): number {
    return at(this.#samples, a) - at(this.#samples, b) || at(this.#trials, a) - at(this.#trials, b);
  }

  #grow(): void {
    const capacity = this.#samples.length * 2;
    this.#samples = copied(this.#samples, new Uint32Array(capacity));
    this.#trials = copied(this.#trials, new Uint32Array(capacity));
    this.#lengths = copied(this.#lengths, new Uint32Array(capacity));
    this.#offsets = copied(this.#offsets, new Float64Array(capacity));
  }
}

function copied<Numbers extends Uint32Array | Float64Array>(from: Numbers, to: Numbers): Numbers {
  to.set(from);
  return to;
}

// Called only with a place that is inside, which the type checker cannot see.
function at(numbers: Uint32Array | Float64Array, place: number): number {
  return numbers[place] as number;
}
