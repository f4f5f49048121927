import { LIMITS } from './limits.js';

export interface MetricPoint {
  readonly key: string;
  readonly value: number;
  /** Milliseconds since the epoch. */
  readonly timestamp: number;
  readonly step: number;
}

export interface Pair {
  readonly key: string;
  readonly value: string;
}

/** What `runs/log-batch` takes, less the id of the run. */
export interface Batch {
  readonly metrics: readonly MetricPoint[];
  readonly params: readonly Pair[];
  readonly tags: readonly Pair[];
}

export const NOTHING: Batch = { metrics: [], params: [], tags: [] };

/** Cuts a batch of any size into batches a server takes; nothing is reordered within its kind. */
export function* batches(all: Partial<Batch>): Generator<Batch, void, undefined> {
  let begun = new Begun();
  for (const kind of ['tags', 'params', 'metrics'] as const) {
    for (const entity of all[kind] ?? []) {
      const bytes = Buffer.byteLength(JSON.stringify(entity)) + 1;
      if (!begun.hasRoomFor(kind, bytes)) {
        yield begun;
        begun = new Begun();
      }
      begun.add(kind, entity, bytes);
    }
  }
  if (begun.count > 0) yield begun;
}

class Begun implements Batch {
  readonly metrics: MetricPoint[] = [];
  readonly params: Pair[] = [];
  readonly tags: Pair[] = [];
  #bytes = 0;

  get count(): number {
    return this.metrics.length + this.params.length + this.tags.length;
  }

  hasRoomFor(kind: keyof Batch, bytes: number): boolean {
    if (this.count === 0) return true;
    return this[kind].length < LIMITS[kind] && this.count < LIMITS.entities && this.#bytes + bytes <= LIMITS.bytes;
  }

  add(kind: keyof Batch, entity: MetricPoint | Pair, bytes: number): void {
    (this[kind] as (MetricPoint | Pair)[]).push(entity);
    this.#bytes += bytes;
  }
}

/** The two halves of a batch that was refused, to find what in it is wrong; `undefined` when it holds one thing only. */
export function halves({ metrics, params, tags }: Batch): readonly [Batch, Batch] | undefined {
  const all: readonly Partial<Batch>[] = [
    ...tags.map((tag) => ({ tags: [tag] })),
    ...params.map((param) => ({ params: [param] })),
    ...metrics.map((metric) => ({ metrics: [metric] })),
  ];
  if (all.length < 2) return undefined;
  const middle = Math.ceil(all.length / 2);
  return [joined(all.slice(0, middle)), joined(all.slice(middle))];
}

function joined(parts: readonly Partial<Batch>[]): Batch {
  return {
    metrics: parts.flatMap((part) => part.metrics ?? []),
    params: parts.flatMap((part) => part.params ?? []),
    tags: parts.flatMap((part) => part.tags ?? []),
  };
}
