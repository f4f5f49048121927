import type { SharedInterrupt } from './shared-interrupt.js';

/** Somebody waits for the program to end once they have stopped a run, softly or at once: trackers are not waited for long then. */
export function hurryOf(
  signal: AbortSignal | undefined,
  interrupt: SharedInterrupt | undefined,
): { readonly hurry?: AbortSignal } {
  const signals = [signal, interrupt?.drain, interrupt?.abort].filter((one) => one !== undefined);
  return signals.length === 0 ? {} : { hurry: AbortSignal.any(signals) };
}
