import { shareInterrupt } from '../api/shared-interrupt.js';
import type { Terminal } from './terminal.js';

/**
 * Listens to Ctrl-C and SIGTERM while a command runs: the first one asks nothing new and finishes what is in flight, the
 * second one gives that up too, a third one ends the process.
 */
export function listenForInterrupt(terminal: Terminal): Disposable {
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
  const sharing = shareInterrupt({ drain: drain.signal, abort: abort.signal });
  return {
    [Symbol.dispose]() {
      sharing[Symbol.dispose]();
      process.off('SIGINT', onSignal);
      process.off('SIGTERM', onSignal);
    },
  };
}
