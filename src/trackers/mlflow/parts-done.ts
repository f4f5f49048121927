import { z } from 'zod';
import type { CarrierState } from '../delivery/parcel.js';

const schema = z.object({ seq: z.int(), done: z.int() }).catch({ seq: -1, done: 0 });

/**
 * How much of a parcel that takes many requests has arrived. Kept in the state, so that the next try goes on where this
 * one failed: where one request in a hundred fails, a thousand in a row never succeed.
 */
export class PartsDone {
  readonly #state: CarrierState;
  readonly #seq: number;

  constructor(state: CarrierState, seq: number) {
    this.#state = state;
    this.#seq = seq;
  }

  get count(): number {
    const { seq, done } = schema.parse(this.#state.parts);
    return seq === this.#seq ? done : 0;
  }

  add(count: number): void {
    this.#state.parts = { seq: this.#seq, done: this.count + count };
  }
}
