import { z } from 'zod';
import type { JsonObject } from '../../../core/json.js';
import type { World } from '../../../core/world.js';
import { HretError } from '../../../errors.js';
import { VERSION } from '../../../version.js';
import type { Carrier, CarrierState, Parcel } from '../../delivery/parcel.js';
import { apiKeyOf } from '../api-key.js';
import { storedConfig } from '../config.js';
import { type FinishParcel, finishParcel, historyParcel, jsonObject, startParcel, tableParcel } from '../parcels.js';
import { runLink } from '../run-link.js';
import type { WandbSettings } from '../settings.js';
import { SdkWorker } from './worker.js';

const rowSchema = z.object({ step: z.int(), values: jsonObject });
type Row = z.output<typeof rowSchema>;

const sdkState = z.object({
  project: z.string(),
  /** Empty until the SDK has told which one it is. */
  entity: z.string(),
  run: z.string(),
  displayName: z.string(),
  config: jsonObject,
  /** The history so far: the SDK begins at line 0 whenever it begins, so everything is told to it again. */
  rows: z.array(rowSchema),
  /** How the run ended, which a run that is gone on with did not. */
  last: rowSchema.optional(),
});
type SdkState = z.output<typeof sdkState>;

/** Hands a run to `@wandb/sdk`: its name, config and history. What becomes of it there nobody hears. */
export class SdkCarrier implements Carrier {
  readonly #settings: WandbSettings;
  readonly #world: World;
  #worker: SdkWorker | undefined;

  constructor(settings: WandbSettings, world: World) {
    this.#settings = settings;
    this.#world = world;
  }

  async deliver(parcels: readonly Parcel[], state: CarrierState): Promise<number> {
    const [first] = parcels;
    if (first === undefined) return 0;
    if (first.kind === 'start') this.#begin(first, state);
    const worker = await this.#opened(state);
    switch (first.kind) {
      case 'start':
      case 'results':
        return 1;
      case 'history':
        await this.#log(worker, historyParcel.parse(first.body), state);
        return 1;
      case 'table':
        state.last = lastRow(tableParcel.parse(first.body));
        return 1;
      case 'finish':
        await this.#finish(worker, finishParcel.parse(first.body), stateOf(state));
        return 1;
      default:
        throw new HretError('store', `Parcel ${first.seq} is of a kind this version does not know: "${first.kind}".`);
    }
  }

  link(state: CarrierState): string | undefined {
    const begun = sdkState.safeParse(state);
    return begun.success ? runLink(this.#settings.appUrl, begun.data) : undefined;
  }

  async close(): Promise<void> {
    await this.#worker?.close();
    this.#worker = undefined;
  }

  #begin({ body }: Parcel, state: CarrierState): void {
    const { project, entity = '', id, displayName, config } = startParcel.parse(body);
    const known = sdkState.safeParse(state).data;
    const begun: SdkState = { project, entity, run: id, displayName, config, rows: known?.rows ?? [] };
    Object.assign(state, begun);
    delete state.last;
  }

  async #opened(state: CarrierState): Promise<SdkWorker> {
    if (this.#worker !== undefined) return this.#worker;
    const { project, entity, run: id, displayName: name, config, rows } = stateOf(state);
    const apiKey = await apiKeyOf(this.#settings, this.#world);
    const settings = { apiKey, baseUrl: this.#settings.baseUrl, silent: true } as const;
    this.#worker = new SdkWorker(this.#world);
    return this.#guarded(async (worker) => {
      state.entity = await worker.init({ project, entity, id, name, settings, config: storedConfig(config, VERSION) });
      for (const { step, values } of rows) await worker.log(values, step);
      return worker;
    }, this.#worker);
  }

  async #log(worker: SdkWorker, { step, values }: Row, state: CarrierState): Promise<void> {
    const { rows } = stateOf(state);
    if (step <= (rows.at(-1)?.step ?? -1)) return;
    await this.#guarded(() => worker.log(values, step), worker);
    state.rows = [...rows, { step, values }];
  }

  /** It makes the summary from the history, so what the run says as a whole goes into its last row. */
  async #finish(worker: SdkWorker, { summary, exitCode }: FinishParcel, { last, rows }: SdkState): Promise<void> {
    const step = last?.step ?? (rows.at(-1)?.step ?? -1) + 1;
    await this.#guarded(async () => {
      await worker.log({ ...last?.values, ...summary }, step);
      await worker.finish(exitCode);
    }, worker);
    await this.close();
  }

  /** After a failure nothing is known of the thread: the next try begins with another one. */
  async #guarded<Done>(act: (worker: SdkWorker) => Promise<Done>, worker: SdkWorker): Promise<Done> {
    try {
      return await act(worker);
    } catch (error) {
      await this.close();
      throw error;
    }
  }
}

function lastRow({ step, values }: Row): JsonObject {
  return { step, values };
}

function stateOf(state: CarrierState): SdkState {
  const begun = sdkState.safeParse(state);
  if (begun.success) return begun.data;
  throw new HretError('store', `It is not known what @wandb/sdk was told: ${z.prettifyError(begun.error)}.`);
}
