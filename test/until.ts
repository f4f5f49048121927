import { setTimeout as sleep } from 'node:timers/promises';

const LOOK_EVERY_MS = 2;
/** Shorter than a test may take, so that it is this that tells what did not happen. */
const LONGEST_MS = 15_000;

/** Waits for what comes about by itself: something a server, a socket or a process does. */
export async function until(isSo: () => boolean, longestMs = LONGEST_MS): Promise<void> {
  const deadline = performance.now() + longestMs;
  while (!isSo()) {
    if (performance.now() > deadline) throw new Error(`it did not happen within ${longestMs / 1000} s: ${isSo}`);
    await sleep(LOOK_EVERY_MS);
  }
}
