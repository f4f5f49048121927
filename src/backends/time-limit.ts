import { HretError } from '../errors.js';

/** How long a request may take, from the moment it is handed over to the end of its answer. */
export interface TimeLimit {
  /** As it stands now; read while requests are in flight. */
  limitMs(): number;
  /** An answer came, after so long. */
  answered(tookMs: number): void;
  /** What a request of this server is told when it is over the limit. */
  error(place: string, waitedMs: number): HretError;
}

/** The limit the user named. */
export function fixedLimit(timeoutMs: number): TimeLimit {
  return {
    limitMs: () => timeoutMs,
    answered: () => {},
    error: (place, waitedMs) =>
      new HretError('timeout', `${place} gave no whole answer within ${Math.round(waitedMs)} ms (timeoutMs).`, {
        isRetryable: true,
      }),
  };
}
