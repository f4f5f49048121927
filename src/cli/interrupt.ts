import type { Terminal } from './terminal.js';

export interface Interrupt extends Disposable {
  /** The first Ctrl-C: ask nothing new, finish what is in flight. */
  readonly drain: AbortSignal;
  /** The second one: give up what is in flight. */
  readonly abort: AbortSignal;
}

/** Listens to Ctrl-C and SIGTERM while a command runs. A third one ends the process. */
export function listenForInterrupt(terminal: Terminal): Interrupt {
  const drain = new AbortController();
  const abort = new AbortController();
  const onSignal = () => {
    if (abort.signal.aborted) process.exit(130);
    if (drain.signal.aborted) {
      abort.abort();
      return;
    }
    drain.abort();
    terminal.err('\nhret: stopping: finishing what is in flight; press Ctrl-C again to give that up too\n');
  };
  process.on('SIGINT', onSignal);
  process.on('SIGTERM', onSignal);
  return {
    drain: drain.signal,
    abort: abort.signal,
    [Symbol.dispose]() {
      process.off('SIGINT', onSignal);
      process.off('SIGTERM', onSignal);
    },
  };
}
