import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { RunFolder } from '../../../core/tracker.js';
import type { World } from '../../../core/world.js';
import { HretError } from '../../../errors.js';
import type { Carrier, CarrierState, Parcel } from '../../delivery/parcel.js';
import { type ArtifactScope, artifactDigest } from '../artifact.js';
import {
  type FinishParcel,
  finishParcel,
  historyParcel,
  jsonObject,
  type ResultsParcel,
  resultsParcel,
  type StartParcel,
  startParcel,
  type TableParcel,
  tableParcel,
} from '../parcels.js';
import { type StagedArtifact, stageResults, stageTableArtifact } from '../run-artifacts.js';
import { metadataFile, rowOf, summaryAtEnd } from '../run-files.js';
import { cutTable, TABLE_KEY, tableFileName, tableReference } from '../sample-table.js';
import {
  artifactRecord,
  configRecord,
  exitRecord,
  fileRecord,
  headerRecord,
  historyRecord,
  type LogRecord,
  runRecord,
  summaryRecord,
} from './records.js';
import { OfflineRunFolder, offlineRunPath } from './run-folder.js';

const logEnd = z.object({ bytes: z.int(), records: z.int() });

const offlineState = z.object({
  path: z.string(),
  id: z.string(),
  baseUrl: z.string(),
  project: z.string(),
  entity: z.string().optional(),
  /** What stands for good: behind it is how the run ended, and a run that is gone on with has not. */
  lasting: logEnd,
  end: logEnd,
  step: z.int(),
  /** The last value of everything in the history, and of its last row, which is not there for good. */
  summary: jsonObject,
  lastRow: jsonObject,
});
type OfflineState = z.output<typeof offlineState>;

const METADATA = 'wandb-metadata.json';

/**
 * Writes a run to a folder that `wandb sync` uploads. It knows where it stands in the log, and writes the same bytes to the
 * same place when a parcel comes again; a process that is killed leaves a log that can be uploaded as it is.
 */
export class OfflineCarrier implements Carrier {
  readonly #world: Pick<World, 'warn'>;

  constructor(world: Pick<World, 'warn'>) {
    this.#world = world;
  }

  async deliver(parcels: readonly Parcel[], state: CarrierState, folder: RunFolder): Promise<number> {
    const [first] = parcels;
    if (first === undefined) return 0;
    switch (first.kind) {
      case 'start':
        await this.#start(startParcel.parse(first.body), state);
        return 1;
      case 'history':
        return this.#history(parcels, state);
      case 'table':
        await this.#table(tableParcel.parse(first.body), state, folder);
        return 1;
      case 'results':
        await this.#results(resultsParcel.parse(first.body), state, folder);
        return 1;
      case 'finish':
        await this.#finish(finishParcel.parse(first.body), state);
        return 1;
      default:
        throw new HretError('store', `Parcel ${first.seq} is of a kind this version does not know: "${first.kind}".`);
    }
  }

  link(state: CarrierState): string | undefined {
    const begun = offlineState.safeParse(state);
    return begun.success ? `wandb sync ${quoted(begun.data.path)}` : undefined;
  }

  async #start(start: StartParcel, state: CarrierState): Promise<void> {
    const known = offlineState.safeParse(state).data;
    if (known !== undefined) {
      await folderOf(known).reopen();
      Object.assign(state, { end: known.lasting, lastRow: {} });
      return;
    }
    const { id, baseUrl, project, entity } = start;
    const path = offlineRunPath(start);
    const written = new OfflineRunFolder(path, id);
    const begin = await written.create();
    await written.putText(METADATA, metadataFile(start));
    const end = await written.write([headerRecord(), runRecord(start), fileRecord(METADATA)], begin);
    Object.assign(state, {
      ...{ path, id, baseUrl, project, ...(entity !== undefined && { entity }) },
      ...{ lasting: end, end, step: -1, summary: {}, lastRow: {} },
    } satisfies OfflineState);
  }

  async #history(parcels: readonly Parcel[], state: CarrierState): Promise<number> {
    const at = stateOf(state);
    let { step, summary } = at;
    const records: LogRecord[] = [];
    let done = 0;
    for (const { kind, body } of parcels) {
      if (kind !== 'history') break;
      const parcel = historyParcel.parse(body);
      done++;
      if (parcel.step <= step) continue;
      const row = rowOf(parcel, 0);
      records.push(historyRecord(row, parcel.step), summaryRecord(row));
      step = parcel.step;
      summary = { ...summary, ...row };
    }
    const end = await folderOf(at).write(records, at.lasting);
    Object.assign(state, { step, summary, lastRow: {}, lasting: end, end });
    return done;
  }

  async #table(parcel: TableParcel, state: CarrierState, folder: RunFolder): Promise<void> {
    const at = stateOf(state);
    const { reference, records } = parcel.hasTable
      ? await this.#keepTable(parcel, at, folder)
      : { reference: {}, records: [] };
    const row = { ...rowOf(parcel, 0), ...reference };
    const told = [...records, historyRecord(row, parcel.step), summaryRecord(row)];
    Object.assign(state, { lastRow: row, end: await folderOf(at).write(told, at.lasting) });
  }

  async #keepTable({ step }: TableParcel, at: OfflineState, folder: RunFolder) {
    await using staging = stagingIn(at);
    const staged = await stageTableArtifact(folder, staging.path, scopeOf(at));
    if (staged === undefined) return { reference: {}, records: [] };
    const { table, ids } = staged;
    if (table.isCut) this.#world.warn(cutTable(table));
    const name = tableFileName(table, step);
    await folderOf(at).put(name, table.shown);
    const records = [fileRecord(name), await keptArtifact(at, staged)];
    return { reference: { [TABLE_KEY]: tableReference(table, step, ids) }, records };
  }

  async #results(parcel: ResultsParcel, state: CarrierState, folder: RunFolder): Promise<void> {
    const at = stateOf(state);
    await using staging = stagingIn(at);
    const staged = await stageResults(folder, staging.path, parcel, scopeOf(at));
    state.end = { ...(await folderOf(at).write([await keptArtifact(at, staged)], at.end)) };
  }

  async #finish(finish: FinishParcel, state: CarrierState): Promise<void> {
    const at = stateOf(state);
    const summary = summaryAtEnd({ ...at.summary, ...at.lastRow }, finish);
    const records = [configRecord(finish.config), summaryRecord(summary), exitRecord(finish.exitCode, finish.runtime)];
    await folderOf(at).write(records, at.end);
  }
}

async function keptArtifact(at: OfflineState, { artifact, ids }: StagedArtifact): Promise<LogRecord> {
  const files = await folderOf(at).keep(artifactDigest(artifact), artifact.files);
  return artifactRecord(at, { ...artifact, files }, ids);
}

function folderOf({ path, id }: OfflineState): OfflineRunFolder {
  return new OfflineRunFolder(path, id);
}

function scopeOf({ id, baseUrl, entity = '', project }: OfflineState): ArtifactScope {
  return { run: id, place: [baseUrl, entity, project].join('/') };
}

/** Beside where the files will be, so that they need only be renamed. */
function stagingIn({ path }: OfflineState): { readonly path: string } & AsyncDisposable {
  const staging = join(path, 'staged');
  return { path: staging, [Symbol.asyncDispose]: () => rm(staging, { recursive: true, force: true }) };
}

function stateOf(state: CarrierState): OfflineState {
  const begun = offlineState.safeParse(state);
  if (begun.success) return begun.data;
  throw new HretError('store', `It is not known where the offline W&B run is: ${z.prettifyError(begun.error)}.`);
}

function quoted(path: string): string {
  return /^[\w./\\:~-]+$/.test(path) ? path : `"${path}"`;
}
