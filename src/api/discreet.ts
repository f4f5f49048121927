import type { Json } from '../core/json.js';
import type { RunEvent, Tracker } from '../core/tracker.js';
import { mapStrings, type Secrets } from '../util/redact.js';

/** The tracker, hearing no registered secret: not in what a model echoed, nor in an error that quotes a request. */
export function discreet(tracker: Tracker, secrets: Secrets): Tracker {
  return {
    name: tracker.name,
    handle(event) {
      if (!secrets.hasAny) return tracker.handle(event);
      const redact = (text: string) => secrets.redact(text);
      return tracker.handle(mapStrings(event as unknown as Json, redact) as unknown as RunEvent);
    },
    async [Symbol.asyncDispose]() {
      await tracker[Symbol.asyncDispose]?.();
    },
  };
}
