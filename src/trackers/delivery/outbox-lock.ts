import { HretError } from '../../errors.js';
import { type FileLock, type LockAttempt, tryFileLock } from '../../util/file-lock.js';

/**
 * Takes the right to deliver from an outbox. Held by another living process it is refused with a retryable error; left
 * behind by a dead one of this host it is taken over. Two deliveries at once would still be harmless, because carriers
 * can repeat themselves; this keeps them from happening. `now` is in milliseconds since the epoch.
 */
export function takeOutboxLock(path: string, now: number): FileLock {
  const attempt = tryFileLock(path, { now });
  if (attempt.status === 'taken') return attempt.lock;
  const who = holderOf(attempt);
  throw new HretError('store', `${who} is delivering it. If that process is no more, delete ${path}.`, {
    isRetryable: true,
  });
}

function holderOf(attempt: Exclude<LockAttempt, { readonly status: 'taken' }>): string {
  return attempt.status === 'held' ? `process ${attempt.holder.pid} on ${attempt.holder.host}` : 'another process';
}
