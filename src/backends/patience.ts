import { HretError } from '../errors.js';
import type { TimeLimit } from './time-limit.js';

export interface PatienceOptions {
  /** Never less than this, however fast the model is. */
  readonly floorMs?: number;
  /** Never more than this, and the limit until enough answers were seen. */
  readonly ceilingMs?: number;
}

const FACTOR = 20;
const WINDOW = 100;
const ENOUGH = 20;

/**
 * A time limit that is learnt, for models whose user named none: past it, a request is taken for a hang.
 *
 * Servers do drop requests: behind a load balancer one in some hundred may never be answered while all the others take
 * half a second. A fixed limit cannot serve both a small model (300 s lost for each dropped request) and a reasoning model
 * (30 s cuts right answers off). So it is 20 times the slowest of the last 100 answers of this very model, but never below
 * 10 s nor above 300 s; until 20 answers were seen it is 300 s. A request past it is aborted and fails as a `timeout` that
 * may be asked again. Whoever sets `timeoutMs` knows better, and nothing is learnt.
 *
 * It is a limit of the connection and not a wrap around the model, because a wrap can only abort through an `AbortSignal`
 * of its own for each request, linked to the caller's; that alone cost a fifth of all the time a request takes.
 */
export function patience({ floorMs = 10_000, ceilingMs = 300_000 }: PatienceOptions = {}): TimeLimit {
  const times = new Float64Array(WINDOW);
  let count = 0;
  const slowest = () => times.reduce((longest, ms) => Math.max(longest, ms), 0);
  const known = () =>
    count < ENOUGH
      ? `which is the longest we wait (${seconds(ceilingMs)})`
      : `while the slowest of the last ${Math.min(count, WINDOW)} answers took ${seconds(slowest())}`;
  return {
    limitMs: () => (count < ENOUGH ? ceilingMs : Math.min(ceilingMs, Math.max(floorMs, FACTOR * slowest()))),
    answered: (tookMs) => {
      times[count % WINDOW] = tookMs;
      count += 1;
    },
    error: (place, waitedMs) =>
      new HretError(
        'timeout',
        `${place} gave no answer for ${seconds(waitedMs)}, ${known()}: taken for a hang. Set timeoutMs if answers may take that long.`,
        { isRetryable: true },
      ),
  };
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`;
}
