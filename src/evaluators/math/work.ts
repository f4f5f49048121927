/** Steps that comparing two answers may take; all of them take some tenths of a second. */
const MOST_STEPS = 6_000_000;

/** Thrown when two answers are too much to compare. */
export class TooMuchWork extends Error {}

let left: number | undefined;

/** Does work that is counted by `spend`; throws `TooMuchWork`. Comparing waits for nothing, so one count is enough for all. */
export function counted<T>(work: () => T): T {
  left = MOST_STEPS;
  try {
    return work();
  } finally {
    left = undefined;
  }
}

/** Counts steps, where somebody counts. */
export function spend(steps: number): void {
  if (left === undefined) return;
  left -= steps;
  if (left < 0) throw new TooMuchWork('too much to compare');
}
