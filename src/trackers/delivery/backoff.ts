const FIRST_DELAY_MS = 500;
const LONGEST_DELAY_MS = 60_000;
const LONGEST_WHEN_CLOSING_MS = 2000;

/** How long somebody waits for a system that has been failing, or when there is no time. */
export const SHORT_LIMIT_MS = 3000;

/** Failures in a row after which somebody who came to deliver is told, instead of being kept waiting. */
export const MOST_FAILURES = 5;

/** Milliseconds before the next try after so many failures in a row: 0.5 s, 1 s, 2 s … 60 s, each up to a half shorter, so that many runs do not come back together. */
export function delayBefore(failures: number, random: number, isClosing: boolean): number {
  const longest = isClosing ? LONGEST_WHEN_CLOSING_MS : LONGEST_DELAY_MS;
  const delay = Math.min(longest, FIRST_DELAY_MS * 2 ** (failures - 1));
  return delay * (0.5 + random / 2);
}
