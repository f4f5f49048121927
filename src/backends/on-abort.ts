import { setMaxListeners } from 'node:events';

/**
 * Calls back with the reason when the signal is aborted, at once if it already is; the function it returns stops listening.
 * Thirty draws of one sample may wait on one signal, which is no leak, so Node's warning at the eleventh listener is off.
 */
export function onAbort(signal: AbortSignal, callback: (reason: unknown) => void): () => void {
  if (signal.aborted) {
    callback(signal.reason);
    return () => {};
  }
  const listener = () => callback(signal.reason);
  setMaxListeners(0, signal);
  signal.addEventListener('abort', listener, { once: true });
  return () => signal.removeEventListener('abort', listener);
}
