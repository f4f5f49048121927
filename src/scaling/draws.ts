import type { GenerateRequest, Generation, Model } from '../core/model.js';
import { type Took, tookTogether } from '../core/took-together.js';

/** What all of them come to; all are waited for, so that nothing is left in flight, and the first error is thrown. */
export async function allOf<Value>(promises: readonly Promise<Value>[]): Promise<Value[]> {
  const settled = await Promise.allSettled(promises);
  return settled.map((one) => {
    if (one.status === 'rejected') throw one.reason;
    return one.value;
  });
}

/** Asks n times, each time with another draw. */
export function drawn(model: Model, request: GenerateRequest, n: number): Promise<Generation[]> {
  return allOf(Array.from({ length: n }, (_, place) => model.generate({ ...request, draw: request.draw * n + place })));
}

/** What several answers took together, and their texts. */
export function together(generations: readonly Generation[]): Took & Pick<Generation, 'candidates'> {
  return { candidates: generations.map(({ text }) => text), ...tookTogether(generations) };
}
