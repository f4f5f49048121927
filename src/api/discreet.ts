import type { Json } from '../core/json.js';
import type { RunEvent, Tracker } from '../core/tracker.js';
import { mapStrings, type Secrets } from '../util/redact.js';

/** The tracker, hearing no registered secret: not in what a model echoed, nor in an error that quotes a request. */
export function discreet(tracker: Tracker, secrets: Secrets): Tracker {
  const redact = (text: string) => secrets.redact(text);
  if (tracker.redactWith !== undefined) {
    tracker.redactWith(redact);
    return tracker;
  }
  return {
    name: tracker.name,
    handle(event) {
      if (!secrets.hasAny) return tracker.handle(event);
      return tracker.handle(redacted(event, redact));
    },
    outcome: () => tracker.outcome?.(),
    ...(tracker.close !== undefined && { close: (limitMs, hurry) => tracker.close?.(limitMs, hurry) ?? nothing() }),
    async [Symbol.asyncDispose]() {
      await tracker[Symbol.asyncDispose]?.();
    },
  };
}

async function nothing(): Promise<void> {}

/** The folder of a `run-start` is an object with methods, not data. */
function redacted(event: RunEvent, redact: (text: string) => string): RunEvent {
  if (event.type !== 'run-start') return mapStrings(event as unknown as Json, redact) as unknown as RunEvent;
  const { folder, ...data } = event;
  const clean = mapStrings(data as unknown as Json, redact) as unknown as RunEvent;
  return folder === undefined ? clean : ({ ...clean, folder } as RunEvent);
}
