import type { TrackerPlugin } from '../core/plugin.js';
import type { BuiltIns } from '../core/registry.js';

/** Trackers by name; none is built in yet, users register their own or hand in functions. */
export const trackers: BuiltIns<TrackerPlugin> = {};
