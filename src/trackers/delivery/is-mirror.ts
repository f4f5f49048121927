import type { Tracker } from '../../core/tracker.js';
import type { Mirror } from './mirror.js';

/** Whether a tracker delivers through an outbox. Apart from the mirror itself, which runs without trackers need not load. */
export function isMirror(tracker: Tracker): tracker is Mirror {
  return 'replay' in tracker && typeof tracker.replay === 'function';
}
