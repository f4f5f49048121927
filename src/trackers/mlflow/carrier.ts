import type { RunFolder } from '../../core/tracker.js';
import { HretError, messageOf } from '../../errors.js';
import type { Carrier, CarrierState, Parcel } from '../delivery/parcel.js';
import { Extras } from './extras.js';
import { LIMITS } from './limits.js';
import { openRun } from './open-run.js';
import { finishParcel, metricsParcel, resultParcel, startParcel, tracesParcel } from './parcels.js';
import { PartsDone } from './parts-done.js';
import { knownRun } from './remote-state.js';
import { type Point, RunWriter } from './run-writer.js';
import { isNotOffered, isRefused } from './server-errors.js';
import type { RemoteRun, Store } from './store.js';

/**
 * Brings a run to MLflow. Everything may be told twice: the run is found again by its tag, a metric point with its moment
 * is kept once, params and tags stay what they are, files replace those of their name, and traces have ids of their own.
 */
export class MlflowCarrier implements Carrier {
  readonly #store: Store;
  readonly #place: string;
  readonly #warn: (message: string) => void;
  readonly #writer: RunWriter;
  readonly #extras: Extras;

  constructor(store: Store, place: string, warn: (message: string) => void) {
    this.#store = store;
    this.#place = place;
    this.#warn = warn;
    this.#writer = new RunWriter(store, warn);
    this.#extras = new Extras(store, this.#writer, warn);
  }

  async deliver(parcels: readonly Parcel[], state: CarrierState, folder: RunFolder): Promise<number> {
    const [first] = parcels;
    if (first === undefined) return 0;
    const { kind, body } = first;
    const parts = new PartsDone(state, first.seq);
    if (kind === 'metrics') return this.#metrics(parcels, state);
    switch (kind) {
      case 'start':
        await this.#start(body, state, folder);
        break;
      case 'result': {
        const { timestamp, step, metrics, params, tags } = resultParcel.parse(body);
        await this.#writer.write(runIn(state), { points: [{ timestamp, step, metrics }], params, tags }, state);
        break;
      }
      case 'dataset':
        await this.#unlessRefused(kind, async () => this.#extras.dataset(runIn(state), state, folder));
        break;
      case 'table':
        await this.#unlessRefused(kind, async () => this.#extras.table(runIn(state), state, parts, folder));
        break;
      case 'files':
        await this.#unlessRefused(kind, async () => this.#extras.files(runIn(state), parts, folder));
        break;
      case 'traces':
        await this.#unlessRefused(kind, async () =>
          this.#extras.traces(runIn(state), tracesParcel.parse(body), parts, folder),
        );
        break;
      case 'finish':
        await this.#store.updateRun(runIn(state), finishParcel.parse(body));
        break;
      default:
        throw new HretError('store', `Parcel ${first.seq} is of a kind this version does not know: "${kind}".`);
    }
    return 1;
  }

  link(state: CarrierState): string | undefined {
    const run = knownRun(state);
    return run === undefined ? undefined : this.#store.link(run);
  }

  async close(): Promise<void> {
    this.#store.close();
  }

  async #start(body: Parcel['body'], state: CarrierState, folder: RunFolder): Promise<void> {
    const start = startParcel.parse(body);
    this.#refuseOtherPlace(start.place);
    const run = await openRun(this.#store, start, state, folder);
    await this.#writer.write(run, { tags: start.tags, params: start.params }, state);
  }

  /** What a server is shown, the key included, is not for whichever server a variable names today. */
  #refuseOtherPlace(place: string): void {
    if (place === this.#place) return;
    throw new HretError(
      'usage',
      `This run was to be sent to ${place}, and MLflow is at ${this.#place} now. Set MLFLOW_TRACKING_URI=${place} to send it.`,
    );
  }

  /** As many snapshots as one request holds. */
  async #metrics(parcels: readonly Parcel[], state: CarrierState): Promise<number> {
    const points: Point[] = [];
    let values = 0;
    for (const { kind, body } of parcels) {
      if (kind !== 'metrics') break;
      const point = metricsParcel.parse(body);
      values += Object.keys(point.metrics).length;
      if (points.length > 0 && values > LIMITS.metrics) break;
      points.push(point);
    }
    await this.#writer.write(runIn(state), { points }, state);
    return points.length;
  }

  /** A server that does not take tables or traces gets everything else. */
  async #unlessRefused(what: string, send: () => Promise<void>): Promise<void> {
    try {
      await send();
    } catch (error) {
      if (!isRefused(error) && !isNotOffered(error)) throw error;
      this.#warn(`MLflow: the ${what} of the run could not be sent: ${messageOf(error)}`);
    }
  }
}

function runIn(state: CarrierState): RemoteRun {
  const run = knownRun(state);
  if (run !== undefined) return run;
  throw new HretError(
    'store',
    'It is not known which MLflow run this is. Delete state.json beside the outbox to send it anew.',
  );
}
