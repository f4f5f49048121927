import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { RunRecord, RunStatus } from '../core/run-record.js';
import type { RunStore } from '../core/run-store.js';
import { cleanRecord } from './clean-record.js';
import { type ComparedRuns, compareMetric } from './compare-metric.js';
import { Database, type LibsqlClass, type LoadLibsql, loadLibsql } from './database.js';
import { diskError } from './disk-error.js';
import {
  type HistoryEntry,
  type HistoryLine,
  historyEntries,
  historyLines,
  type MetricStats,
  type ShownRun,
} from './entries.js';
import { pickRun, unknownRun } from './find-run.js';
import { runsToCompare, runsWithMetric, statsOfMetric } from './metric-queries.js';
import { allNames, allRecords, deleteRun, insertRun, listedRuns, recordsOf } from './queries.js';
import { migrate } from './schema.js';

export interface HistoryOptions {
  readonly warn: (message: string) => void;
  /** Takes secrets out of a text before it is stored. Whoever calls `upsert` needs it; records read from a store have none. */
  readonly redact?: (text: string) => string;
  /** Loads libsql; handed in by tests. */
  readonly load?: LoadLibsql;
}

/** A metric of one run, as shown. */
export interface MetricPoint extends Partial<MetricStats> {
  readonly runId: string;
  readonly runName: string;
  /** ISO 8601, UTC. */
  readonly startTime: string;
  readonly status: RunStatus;
  readonly value: number;
}

/** Opens the SQL index over the runs of an output folder: `history.db`, made when the first run is put in. */
export async function openHistory(outputDir: string, options: HistoryOptions): Promise<History> {
  return new History(outputDir, loadLibsql(options.load), options);
}

const REBUILT_AT_ONCE = 200;

/**
 * The runs of one output folder as people look at them, whichever process ran them. Only an index: the truth are the
 * run folders, and `rebuild` makes it anew from them. How runs become entries is said at `historyEntries`.
 */
export class History {
  readonly path: string;
  readonly #outputDir: string;
  readonly #Libsql: LibsqlClass;
  readonly #redact: (text: string) => string;
  readonly #warn: (message: string) => void;
  #database: Database | undefined;

  /** Use `openHistory`. */
  constructor(outputDir: string, Libsql: LibsqlClass, { warn, redact = (text) => text }: HistoryOptions) {
    this.#warn = warn;
    this.path = join(outputDir, 'history.db');
    this.#outputDir = outputDir;
    this.#Libsql = Libsql;
    this.#redact = redact;
    if (existsSync(this.path)) this.#connect();
  }

  /** Puts a run in, or its newer record in place of the older one. */
  upsert(record: RunRecord): void {
    const clean = cleanRecord(record, this.#redact);
    const database = this.#connect();
    database.write(() => insertRun(database, clean));
  }

  /** Runs that are over, oldest first: finished, failed and interrupted ones. */
  finished(): HistoryEntry[] {
    return this.entries().filter(({ status }) => status !== 'running');
  }

  /** Every run, oldest first, also those that are running, or were when their process was killed. */
  entries(): HistoryEntry[] {
    return historyEntries(this.#read(allRecords));
  }

  /** Every run like `entries`, with no more of it than a table shows. */
  lines(): HistoryLine[] {
    return historyLines(this.#read(listedRuns));
  }

  /** A metric over the runs that are over and have it, oldest first. */
  metricSeries(metric: string): MetricPoint[] {
    const runs = this.#read((database) => {
      const stats = statsOfMetric(database, metric);
      return runsWithMetric(database, metric).map((run) => ({ ...run, stats: stats.get(run.runId) ?? {} }));
    });
    return overWith(metric, runs).map((entry) => ({
      runId: entry.runId,
      runName: entry.name,
      startTime: entry.startedAt,
      status: entry.status,
      value: entry.metrics[metric] ?? Number.NaN,
      ...entry.stats[metric],
    }));
  }

  /** One metric over all finished runs: `{ [runName]: value, _stats: { best, worst, average, bestRun } }`; `{}` when no run has it. */
  compareMetric(metric: string): ComparedRuns {
    const runs = this.#read((database) => runsToCompare(database, metric));
    return compareMetric(historyLines(runs), metric);
  }

  /** The record of the run meant by a full id, a name (the newest of that name), or the unique beginning of an id. */
  find(nameOrId: string): RunRecord {
    const { runId } = pickRun(this.#read(allNames), nameOrId, this.#outputDir);
    const [record] = this.#read((database) => recordsOf(database, runId));
    if (record === undefined) throw unknownRun(nameOrId, [], this.#outputDir);
    return record;
  }

  /** Makes the index anew from the run folders and tells how many runs are in it. Other processes may go on writing meanwhile. */
  async rebuild(store: RunStore): Promise<number> {
    const database = this.#connect();
    const found = new Map<string, RunStatus>();
    let batch: RunRecord[] = [];
    const putIn = () => {
      database.write(() => {
        for (const record of batch) insertRun(database, cleanRecord(record, this.#redact));
      });
      batch = [];
    };
    for await (const record of store.records()) {
      found.set(record.runId, record.status);
      if (batch.push(record) === REBUILT_AT_ONCE) putIn();
    }
    putIn();
    await this.#lookAgain(store, database, found);
    await this.#takeOutLost(store, database, found);
    return this.#read(allNames).length;
  }

  close(): void {
    this.#database?.close();
    this.#database = undefined;
  }

  [Symbol.dispose](): void {
    this.close();
  }

  /** A run may have ended after its record was read and before it was put in: then its own line is overwritten by the older one. */
  async #lookAgain(store: RunStore, database: Database, found: ReadonlyMap<string, RunStatus>): Promise<void> {
    for (const [runId, status] of found) {
      if (status !== 'running') continue;
      const record = await store.record(runId);
      if (record !== undefined && record.status !== 'running')
        database.write(() => insertRun(database, cleanRecord(record, this.#redact)));
    }
  }

  /** Runs without a folder. One that cannot be read just now stays: the index may be all that is left of it. */
  async #takeOutLost(store: RunStore, database: Database, found: ReadonlyMap<string, RunStatus>): Promise<void> {
    for (const { runId } of allNames(database)) {
      if (found.has(runId) || (await isThere(store, runId))) continue;
      database.write(() => deleteRun(database, runId));
      this.#warn(`${this.path}: the run "${runId}" has no folder any more and is taken out of the history.`);
    }
  }

  #read<Made>(query: (database: Database) => Made[]): Made[] {
    return this.#database === undefined ? [] : query(this.#database);
  }

  #connect(): Database {
    if (this.#database !== undefined) return this.#database;
    try {
      mkdirSync(this.#outputDir, { recursive: true });
    } catch (error) {
      throw diskError(this.#outputDir, 'written', error);
    }
    const database = new Database(this.path, this.#Libsql);
    try {
      migrate(database);
    } catch (error) {
      database.close();
      throw error;
    }
    this.#database = database;
    return database;
  }
}

function overWith(metric: string, runs: readonly ShownRun[]): HistoryEntry[] {
  return historyEntries(runs).filter(({ status, metrics }) => status !== 'running' && Object.hasOwn(metrics, metric));
}

async function isThere(store: RunStore, runId: string): Promise<boolean> {
  try {
    return (await store.record(runId)) !== undefined;
  } catch {
    return true;
  }
}
