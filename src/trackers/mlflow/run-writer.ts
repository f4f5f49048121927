import { type HretError, messageOf } from '../../errors.js';
import type { ParamValue } from '../delivery/params.js';
import type { CarrierState } from '../delivery/parcel.js';
import { type Batch, batches, halves, type MetricPoint, type Pair } from './batches.js';
import { type KeyKind, KeyNames } from './key-names.js';
import { LIMITS } from './limits.js';
import { isRefused } from './server-errors.js';
import type { RemoteRun, Store } from './store.js';
import { shortened } from './text-limit.js';

/** Numbers at one moment of a run. */
export interface Point {
  /** Milliseconds since the epoch. */
  readonly timestamp: number;
  readonly step: number;
  readonly metrics: Readonly<Record<string, number>>;
}

export interface RunData {
  readonly points?: readonly Point[];
  readonly params?: Readonly<Record<string, ParamValue>>;
  readonly tags?: Readonly<Record<string, string>>;
}

/** Writes params, tags and metrics of one run, under names and in portions the store takes. What it refuses all the same is told, and the rest goes on. */
export class RunWriter {
  readonly #store: Store;
  readonly #warn: (message: string) => void;
  readonly #names: Readonly<Record<KeyKind, KeyNames>>;

  constructor(store: Store, warn: (message: string) => void) {
    const names = (kind: KeyKind) => new KeyNames(kind, store.cleanKey, warn);
    this.#store = store;
    this.#warn = warn;
    this.#names = { metric: names('metric'), param: names('param'), tag: names('tag') };
  }

  async write(run: RemoteRun, { points = [], params = {}, tags = {} }: RunData, state: CarrierState): Promise<void> {
    const all = {
      tags: Object.entries(tags).map(([key, value]) => this.#pair('tag', key, value, LIMITS.tagValue, state)),
      params: Object.entries(params).map(([key, value]) =>
        this.#pair('param', key, String(value), LIMITS.paramValue, state),
      ),
      metrics: points.flatMap((point) => this.#metrics(point, state)),
    };
    for (const batch of batches(all)) await this.#send(run, batch);
  }

  #metrics({ timestamp, step, metrics }: Point, state: CarrierState): MetricPoint[] {
    const named = Object.entries(metrics).filter(([, value]) => Number.isFinite(value));
    return named.map(([key, value]) => ({ key: this.#names.metric.nameOf(key, state), value, timestamp, step }));
  }

  #pair(kind: 'param' | 'tag', key: string, value: string, limit: number, state: CarrierState): Pair {
    return { key: this.#names[kind].nameOf(key, state), value: shortened(value, limit).text };
  }

  async #send(run: RemoteRun, batch: Batch): Promise<void> {
    try {
      await this.#store.logBatch(run, batch);
    } catch (error) {
      if (!isRefused(error)) throw error;
      // Throws when it is the run that is not wanted, and not something in the batch.
      await this.#store.tagsOf(run);
      const parts = halves(batch);
      if (parts === undefined) this.#tell(batch, error);
      else for (const part of parts) await this.#send(run, part);
    }
  }

  #tell({ metrics, params, tags }: Batch, error: HretError): void {
    const [what = ''] = [
      ...tags.map(({ key }) => `tag "${key}"`),
      ...params.map(({ key }) => `param "${key}"`),
      ...metrics.map(({ key, step }) => `metric "${key}" of step ${step}`),
    ];
    this.#warn(`MLflow refused the ${what}: ${messageOf(error)}`);
  }
}
