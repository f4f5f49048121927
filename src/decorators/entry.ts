import type { benchmarkFunctions, evaluateFunction, recordTracked } from '../api/entry.js';

/** What the decorators call; handed in, so that tests can watch them. */
export interface Entry {
  readonly evaluateFunction: typeof evaluateFunction;
  readonly benchmarkFunctions: typeof benchmarkFunctions;
  readonly recordTracked: typeof recordTracked;
  /** Says something the user should know. */
  readonly warn: (message: string) => void;
}
