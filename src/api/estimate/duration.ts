import type { EstimateLine } from './line.js';
import { type Range, range } from './range.js';
import type { ServiceFacts } from './service-facts.js';

/** Of one answer of a hosted model: half a second until it begins, then 60 tokens a second. */
export const FIRST_TOKEN_MS = 500;
const MS_PER_TOKEN = 1000 / 60;

export interface Duration {
  readonly timeMs: Range;
  /** `requestsPerMinute`, `tokensPerMinute` or `requests in flight`. */
  readonly boundBy: string;
}

/** The slowest of the limits says how long a run takes; what its models do for one sample they do one after the other. */
export function durationOf(lines: readonly EstimateLine[], facts: readonly ServiceFacts[], workers: number): Duration {
  const typical = slowest(lines, facts, workers, ({ typical: value }) => value);
  const hasMost = lines.every(({ outputTokens }) => outputTokens.most !== undefined);
  const most = slowest(lines, facts, workers, (of) => of.most ?? of.typical);
  return { timeMs: range(typical.ms, hasMost ? most.ms : undefined), boundBy: typical.boundBy };
}

function slowest(
  lines: readonly EstimateLine[],
  facts: readonly ServiceFacts[],
  workers: number,
  value: (of: Range) => number,
): { readonly ms: number; readonly boundBy: string } {
  let inFlight = 0;
  const bounds: { ms: number; boundBy: string }[] = [];
  for (const [place, line] of lines.entries()) {
    const { requestsPerMinute, tokensPerMinute, maxConnections = workers } = facts[place] ?? {};
    const [requests, input, output] = [line.requests, line.inputTokens, line.outputTokens].map(value) as [
      number,
      number,
      number,
    ];
    inFlight += (requests * FIRST_TOKEN_MS + output * MS_PER_TOKEN) / Math.min(workers, maxConnections);
    bounds.push({ boundBy: 'requestsPerMinute', ms: minutes(requests, requestsPerMinute) });
    bounds.push({ boundBy: 'tokensPerMinute', ms: minutes(input + output, tokensPerMinute) });
  }
  const longest = bounds.reduce((a, b) => (b.ms > a.ms ? b : a), { boundBy: 'requests in flight', ms: inFlight });
  return { ...longest, ms: Math.round(longest.ms) };
}

function minutes(amount: number, perMinute: number | undefined): number {
  return perMinute === undefined ? 0 : (amount / perMinute) * 60_000;
}
