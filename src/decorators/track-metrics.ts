import type { Declaration } from '../core/declarations.js';
import { keepPending } from '../core/pending.js';
import { showValue } from '../core/show-value.js';
import { HretError, messageOf } from '../errors.js';
import { apply } from './apply.js';
import type { Entry } from './entry.js';
import type { TrackMetrics } from './types.js';
import { callWith, declared, nameFor } from './wrapper.js';

/** Makes `hret.trackMetrics`. */
export function makeTrackMetrics(entry: Pick<Entry, 'recordTracked' | 'warn'>): TrackMetrics {
  return ((names: unknown) => {
    const metrics = metricNames(names);
    return (...args: unknown[]) =>
      apply('trackMetrics', args, (fn, member) => {
        const name = member?.name ?? (fn.name || 'tracked');
        const declaration: Declaration = {
          kind: 'trackMetrics',
          metrics,
          name,
          isMember: member !== undefined,
          original: fn,
        };
        function tracked(this: unknown, ...passed: unknown[]): unknown {
          const returned = callWith(fn, this, passed);
          const caller = { name: member === undefined ? name : nameFor(name, this), thisValue: this };
          const keep = (value: unknown) => keepPending(record(value, metrics, caller, entry));
          // A side branch: the promise handed back is the function's own, methods of a subclass included.
          if (isThenable(returned)) void returned.then(keep, () => undefined);
          else keep(returned);
          return returned;
        }
        return declared(tracked, declaration);
      });
  }) as TrackMetrics;
}

/** Stores what can be stored and tells of the rest; the caller of the tracked function never notices. */
async function record(
  value: unknown,
  metrics: readonly string[],
  caller: { readonly name: string; readonly thisValue: unknown },
  { recordTracked, warn }: Pick<Entry, 'recordTracked' | 'warn'>,
): Promise<void> {
  try {
    const found = metrics.map((metric) => [metric, valueAt(value, metric)] as const);
    const missing = found
      .filter(([, number]) => !Number.isFinite(number))
      .map(([metric, other]) => `${metric} is ${showValue(other)}`);
    if (missing.length > 0)
      warn(`trackMetrics: ${caller.name} did not return every number it tracks: ${missing.join(', ')}.`);
    const numbers = found.filter((pair): pair is readonly [string, number] => Number.isFinite(pair[1]));
    if (numbers.length > 0) await recordTracked(Object.fromEntries(numbers), caller);
  } catch (thrown) {
    warn(`trackMetrics: the numbers of ${caller.name} could not be recorded: ${messageOf(thrown)}`);
  }
}

function valueAt(value: unknown, metric: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>)[metric] : undefined;
}

function metricNames(names: unknown): readonly string[] {
  const isNames =
    Array.isArray(names) && names.length > 0 && names.every((name) => typeof name === 'string' && name !== '');
  if (isNames) return Object.freeze([...new Set<string>(names)]);
  throw new HretError(
    'usage',
    `hret.trackMetrics takes the names of the numbers to keep, such as hret.trackMetrics(["accuracy", "latency"]); got ${showValue(names)}.`,
  );
}

function isThenable(value: unknown): value is PromiseLike<unknown> {
  return typeof value === 'object' && value !== null && 'then' in value && typeof value.then === 'function';
}
