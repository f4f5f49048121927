import { join } from 'node:path';
import { z } from 'zod';
import type { RunFolder } from '../../core/tracker.js';
import { recordIn } from '../delivery/outbox-files.js';
import type { CarrierState } from '../delivery/parcel.js';
import { datasetInput } from './dataset-input.js';
import type { TracesParcel } from './parcels.js';
import type { PartsDone } from './parts-done.js';
import { cutTable, digestOf, filesOf, stageTable, TABLE } from './results.js';
import type { RunWriter } from './run-writer.js';
import { stage, stagingFolder } from './staged.js';
import type { RemoteRun, Store } from './store.js';
import { type Trace, traceOf } from './trace.js';
import { TRACES_AT_ONCE } from './traces.js';

/** Lists tables for MLflow's pages and for `mlflow.load_table`. */
const LOGGED_ARTIFACTS = 'mlflow.loggedArtifacts';
const loggedArtifacts = z.array(z.looseObject({ path: z.string() })).catch([]);

/** What is made from the run's folder at the time it is sent. */
export class Extras {
  readonly #store: Store;
  readonly #writer: RunWriter;
  readonly #warn: (message: string) => void;

  constructor(store: Store, writer: RunWriter, warn: (message: string) => void) {
    this.#store = store;
    this.#writer = writer;
    this.#warn = warn;
  }

  async dataset(run: RemoteRun, state: CarrierState, folder: RunFolder): Promise<void> {
    const { digest, samples } = await digestOf(folder);
    const input = datasetInput(await recordIn(folder), digest, samples);
    if (input === undefined) return;
    await this.#store.logDataset(run, input);
    await this.#writer.write(run, { tags: { 'hret.dataset.digest': digest } }, state);
  }

  async table(run: RemoteRun, state: CarrierState, parts: PartsDone, folder: RunFolder): Promise<void> {
    if (parts.count === 0) {
      await using staging = await stagingFolder();
      const table = await stageTable(folder, staging.path);
      if (table === undefined) return;
      await this.#store.putArtifact(run, TABLE, table.file);
      if (table.isCut) this.#warn(cutTable(table));
      parts.add(1);
    }
    await this.#writer.write(run, { tags: { [LOGGED_ARTIFACTS]: await this.#listWithTable(run) } }, state);
  }

  async files(run: RemoteRun, parts: PartsDone, folder: RunFolder): Promise<void> {
    await using staging = await stagingFolder();
    for (const { name, content } of filesOf(folder, await recordIn(folder)).slice(parts.count)) {
      await this.#store.putArtifact(run, name, await stage(join(staging.path, name), content()));
      parts.add(1);
    }
  }

  async traces(run: RemoteRun, { first, count }: TracesParcel, parts: PartsDone, folder: RunFolder): Promise<void> {
    const record = await recordIn(folder);
    const from = first + parts.count;
    let place = 0;
    let traces: Trace[] = [];
    const send = async () => {
      await this.#store.traces?.log(run, traces);
      parts.add(traces.length);
      traces = [];
    };
    for await (const result of folder.results()) {
      if (place === first + count) break;
      if (place++ < from) continue;
      traces.push(traceOf(result, record, run));
      if (traces.length === TRACES_AT_ONCE) await send();
    }
    if (traces.length > 0) await send();
  }

  async #listWithTable(run: RemoteRun): Promise<string> {
    const listed = loggedArtifacts.parse(jsonIn((await this.#store.tagsOf(run))[LOGGED_ARTIFACTS]));
    const others = listed.filter(({ path }) => path !== TABLE);
    return JSON.stringify([...others, { path: TABLE, type: 'table' }]);
  }
}

function jsonIn(text = '[]'): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return [];
  }
}
