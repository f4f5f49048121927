import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { RunFolder } from '../../core/tracker.js';
import type { World } from '../../core/world.js';
import { HretError, messageOf } from '../../errors.js';
import { Secrets } from '../../util/redact.js';
import { VERSION } from '../../version.js';
import { trackerHttp } from '../delivery/http.js';
import type { Carrier, CarrierState, Parcel } from '../delivery/parcel.js';
import { apiKeyOf } from './api-key.js';
import type { ArtifactScope } from './artifact.js';
import { beginRun } from './begin-run.js';
import { headersOf, WandbClient } from './client.js';
import { storedConfig } from './config.js';
import { upsertBucket } from './graphql.js';
import { Heartbeat } from './heartbeat.js';
import { jsonLine } from './json-line.js';
import { firstStepOf, knownIn, type OnlineState, placeOf, stateOf } from './online-state.js';
import {
  type FinishParcel,
  finishParcel,
  historyParcel,
  type ResultsParcel,
  resultsParcel,
  startParcel,
  type TableParcel,
  tableParcel,
} from './parcels.js';
import { configResumedAt } from './resume.js';
import { stageResults, stageTableArtifact } from './run-artifacts.js';
import { rowOf, summaryAtEnd } from './run-files.js';
import { runLink } from './run-link.js';
import { cutTable, TABLE_KEY, type TableReference, tableFileName, tableReference } from './sample-table.js';
import type { WandbSettings } from './settings.js';
import { uploadArtifact } from './upload-artifact.js';

/** W&B takes 10 MiB at once. */
const MOST_BYTES = 8 * 2 ** 20;

/**
 * Brings a run to a W&B server. Everything may be told twice: the run has one id, a line of the history its number, the
 * summary is told whole, a file replaces the one of its name, and an artifact is known by its digest.
 */
export class OnlineCarrier implements Carrier {
  readonly #settings: WandbSettings;
  readonly #world: World;
  readonly #secrets = new Secrets();
  #client: Promise<WandbClient> | undefined;
  #heartbeat: Heartbeat | undefined;

  constructor(settings: WandbSettings, world: World) {
    this.#settings = settings;
    this.#world = world;
  }

  async deliver(parcels: readonly Parcel[], state: CarrierState, folder: RunFolder): Promise<number> {
    try {
      return await this.#deliver(parcels, state, folder);
    } catch (error) {
      // A server may quote the key it was shown.
      throw redacted(error, this.#secrets);
    }
  }

  async #deliver(parcels: readonly Parcel[], state: CarrierState, folder: RunFolder): Promise<number> {
    const [first] = parcels;
    if (first === undefined) return 0;
    this.#client ??= this.#connect();
    const client = await this.#client;
    switch (first.kind) {
      case 'start': {
        const begun = await beginRun(client, startParcel.parse(first.body), knownIn(state), this.#settings);
        Object.assign(state, begun);
        await this.#beat(() => client.stream(placeOf(begun), {}));
        return 1;
      }
      case 'history':
        return this.#history(client, parcels, state);
      case 'table':
        await this.#table(client, tableParcel.parse(first.body), state, folder);
        return 1;
      case 'results':
        await this.#results(client, resultsParcel.parse(first.body), stateOf(state), folder);
        return 1;
      case 'finish':
        await this.#finish(client, finishParcel.parse(first.body), stateOf(state));
        return 1;
      default:
        throw new HretError('store', `Parcel ${first.seq} is of a kind this version does not know: "${first.kind}".`);
    }
  }

  link(state: CarrierState): string | undefined {
    const begun = knownIn(state);
    return begun && runLink(this.#settings.appUrl, begun);
  }

  async close(): Promise<void> {
    const client = await this.#client?.catch(() => undefined);
    client?.close();
    await this.#heartbeat?.stop();
  }

  async #connect(): Promise<WandbClient> {
    const { baseUrl } = this.#settings;
    const { env, now, sleep } = this.#world;
    const key = await apiKeyOf(this.#settings, this.#world);
    this.#secrets.add(key);
    const headers = headersOf(key);
    return new WandbClient(
      trackerHttp({ baseUrl, headers, env, now }),
      trackerHttp({ baseUrl, env, now }),
      baseUrl,
      sleep,
    );
  }

  async #beat(beat: () => Promise<void>): Promise<void> {
    await this.#heartbeat?.stop();
    this.#heartbeat = new Heartbeat(beat);
    this.#heartbeat.start();
  }

  async #history(client: WandbClient, parcels: readonly Parcel[], state: CarrierState): Promise<number> {
    const at = stateOf(state);
    let { step, summary } = at;
    const lines: string[] = [];
    let bytes = 0;
    let done = 0;
    for (const { kind, body } of parcels) {
      if (kind !== 'history' || bytes > MOST_BYTES) break;
      const parcel = historyParcel.parse(body);
      done++;
      if (parcel.step <= step) continue;
      const row = rowOf(parcel, firstStepOf(at));
      const line = jsonLine(row);
      lines.push(line);
      bytes += Buffer.byteLength(JSON.stringify(line));
      step = parcel.step;
      summary = { ...summary, ...row };
    }
    if (lines.length > 0) await client.stream(placeOf(at), { history: { offset: at.lines, lines }, summary });
    Object.assign(state, { step, summary, lastRow: {}, lines: at.lines + lines.length });
    return done;
  }

  async #table(client: WandbClient, parcel: TableParcel, state: CarrierState, folder: RunFolder): Promise<void> {
    const at = stateOf(state);
    const table = parcel.hasTable ? await this.#uploadTable(client, parcel, at, folder) : undefined;
    const row = { ...rowOf(parcel, firstStepOf(at)), ...(table && { [TABLE_KEY]: table }) };
    const summary = { ...at.summary, ...row };
    await client.stream(placeOf(at), {
      history: { offset: at.lines, lines: [jsonLine(row)] },
      summary,
      ...(table && { uploaded: [table.path] }),
    });
    // Not counted: a run that failed and is gone on with ends twice, and its history has one end.
    state.lastRow = row;
  }

  async #uploadTable(
    client: WandbClient,
    { step: ownStep }: TableParcel,
    at: OnlineState,
    folder: RunFolder,
  ): Promise<TableReference | undefined> {
    const step = firstStepOf(at) + ownStep;
    await using staging = stagingIn(folder);
    const staged = await stageTableArtifact(folder, staging.path, this.#scopeOf(at));
    if (staged === undefined) return undefined;
    const { table, artifact, ids } = staged;
    if (table.isCut) this.#world.warn(cutTable(table));
    await client.uploadRunFiles(placeOf(at), { [tableFileName(table, step)]: table.shown });
    await uploadArtifact(client, placeOf(at), artifact, ids);
    return tableReference(table, step, ids);
  }

  async #results(client: WandbClient, parcel: ResultsParcel, at: OnlineState, folder: RunFolder): Promise<void> {
    await using staging = stagingIn(folder);
    const { artifact, ids } = await stageResults(folder, staging.path, parcel, this.#scopeOf(at));
    await uploadArtifact(client, placeOf(at), artifact, ids);
  }

  #scopeOf({ entity, project, run }: OnlineState): ArtifactScope {
    return { run, place: [this.#settings.baseUrl, entity, project].join('/') };
  }

  async #finish(client: WandbClient, finish: FinishParcel, at: OnlineState): Promise<void> {
    await this.#heartbeat?.stop();
    const place = placeOf(at);
    const config = storedConfig({ ...at.keptConfig, ...configResumedAt(finish.config, at.resumedAt) }, VERSION);
    await client.ask(upsertBucket, {
      name: at.run,
      project: at.project,
      entity: at.entity,
      config: JSON.stringify(config),
    });
    const summary = summaryAtEnd({ ...at.summary, ...at.lastRow }, finish);
    const { stringify } = await import('yaml');
    const files = { 'wandb-summary.json': jsonLine(summary), 'config.yaml': stringify(config) };
    await client.uploadRunFiles(place, files);
    await client.stream(place, { summary, uploaded: Object.keys(files), exitCode: finish.exitCode });
  }
}

/** The same error without secrets in its message. Nothing else of it is kept: a cause may hold the whole request. */
function redacted(error: unknown, secrets: Secrets): HretError {
  const { code, isRetryable, status, retryAfterMs } =
    error instanceof HretError ? error : new HretError('not_available', '');
  return new HretError(code, secrets.redact(messageOf(error)), {
    isRetryable,
    ...(status !== undefined && { status }),
    ...(retryAfterMs !== undefined && { retryAfterMs }),
  });
}

function stagingIn(folder: RunFolder): { readonly path: string } & AsyncDisposable {
  const path = join(folder.path, 'trackers', 'wandb', 'staged');
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }) };
}
