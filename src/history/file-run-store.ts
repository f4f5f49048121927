import { readdirSync, statSync } from 'node:fs';
import { mkdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { RunRecord } from '../core/run-record.js';
import type { RunLog, RunStore } from '../core/run-store.js';
import type { SampleResult } from '../core/sample-result.js';
import { HretError, messageOf } from '../errors.js';
import { syncFolder, writeFileAtomic } from '../util/atomic-file.js';
import { hasCode } from '../util/system-error.js';
import { diskError } from './disk-error.js';
import { unknownRun } from './find-run.js';
import { healJournal } from './heal-journal.js';
import { Journal } from './journal.js';
import type { JournalPart } from './journal-reader.js';
import { readResults, readResultsSync } from './results.js';
import { isRunId } from './run-id.js';
import { takeLock } from './run-lock.js';
import { FileRunLog } from './run-log.js';
import { cleanRecord, parseRecord } from './run-record-text.js';

export interface FileRunStoreOptions {
  /** Takes secrets out of a text. */
  readonly redact: (text: string) => string;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  readonly warn: (message: string) => void;
}

/** Keeps runs in `<outputDir>/runs/<runId>/{run.json, samples.jsonl}`. Nothing is made before the first write. */
export function fileRunStore(outputDir: string, options: FileRunStoreOptions): RunStore {
  return new FileRunStore(outputDir, options);
}

const RECORDS_AT_ONCE = 32;

class FileRunStore implements RunStore {
  readonly location: string;
  readonly #runs: string;
  readonly #options: FileRunStoreOptions;

  constructor(outputDir: string, options: FileRunStoreOptions) {
    this.location = outputDir;
    this.#runs = join(outputDir, 'runs');
    this.#options = options;
  }

  async create(record: RunRecord): Promise<RunLog> {
    const folder = this.#folderToWrite(record.runId);
    await this.#makeFolder(folder);
    const log = await this.#openLog(record.runId, folder);
    try {
      await log.save(record);
      return log;
    } catch (error) {
      await log.close();
      await rm(folder, { recursive: true });
      throw error;
    }
  }

  async reopen(runId: string): Promise<RunLog> {
    return this.#openLog(runId, this.#existingFolder(runId));
  }

  async save(record: RunRecord): Promise<void> {
    const path = join(this.#folderToWrite(record.runId), 'run.json');
    const text = JSON.stringify(cleanRecord(record, this.#options.redact), undefined, 2);
    await writeFileAtomic(path, `${text}\n`).catch((error: unknown) => {
      throw diskError(path, 'written', error);
    });
  }

  async record(runId: string): Promise<RunRecord | undefined> {
    return isRunId(runId) ? this.#read(runId) : undefined;
  }

  async *records(): AsyncGenerator<RunRecord, void, undefined> {
    const runIds = this.#runIds();
    const records: RunRecord[] = [];
    for (let first = 0; first < runIds.length; first += RECORDS_AT_ONCE) {
      const read = await Promise.all(
        runIds.slice(first, first + RECORDS_AT_ONCE).map((runId) => this.#readOrWarn(runId)),
      );
      for (const record of read) if (record !== undefined) records.push(record);
    }
    yield* records.sort(byStart);
  }

  results(runId: string): AsyncIterable<SampleResult> {
    return { [Symbol.asyncIterator]: () => readResults(this.#journalPart(runId))[Symbol.asyncIterator]() };
  }

  resultsSync(runId: string): SampleResult[] {
    return readResultsSync(this.#journalPart(runId));
  }

  async #makeFolder(folder: string): Promise<void> {
    try {
      await mkdir(this.#runs, { recursive: true });
      await mkdir(folder);
      await syncFolder(this.#runs);
    } catch (error) {
      if (!hasCode(error, 'EEXIST')) throw diskError(folder, 'written', error);
      throw new HretError(
        'store',
        `There is a run in ${folder} already; nothing was written over it. Choose another run id.`,
      );
    }
  }

  async #openLog(runId: string, folder: string): Promise<RunLog> {
    const { now, warn, redact } = this.#options;
    const path = join(folder, 'samples.jsonl');
    const lock = await takeLock(join(folder, 'lock'), runId, now());
    try {
      const size = await healJournal(path, warn);
      return new FileRunLog({
        runId,
        location: folder,
        earlier: { path, size, warn },
        journal: new Journal(path),
        lock,
        redact,
        save: (record) => this.save(record),
      });
    } catch (error) {
      lock.release();
      throw diskError(path, 'written', error);
    }
  }

  async #readOrWarn(runId: string): Promise<RunRecord | undefined> {
    try {
      return await this.#read(runId);
    } catch (error) {
      this.#options.warn(messageOf(error));
      return undefined;
    }
  }

  async #read(runId: string): Promise<RunRecord | undefined> {
    const path = join(this.#runs, runId, 'run.json');
    const text = await readIfThere(path);
    if (text === undefined) return undefined;
    try {
      const record = parseRecord(text);
      if (record.runId !== runId) throw new Error(`it says it is the run "${record.runId}", which its folder is not`);
      return record;
    } catch (error) {
      const advice = 'Mend it, or delete the folder if the run does not matter.';
      throw new HretError('store', `${path} is not the record of a run: ${messageOf(error)}. ${advice}`, {
        cause: error,
      });
    }
  }

  #journalPart(runId: string): JournalPart {
    const path = join(this.#existingFolder(runId), 'samples.jsonl');
    const size = statSync(path, { throwIfNoEntry: false })?.size ?? 0;
    return { path, size, warn: this.#options.warn };
  }

  #folderToWrite(runId: string): string {
    if (isRunId(runId)) return join(this.#runs, runId);
    throw new HretError(
      'usage',
      `"${runId}" cannot be the id of a run: it would not be a folder directly under ${this.#runs}.`,
    );
  }

  #existingFolder(runId: string): string {
    const folder = join(this.#runs, runId);
    if (isRunId(runId) && statSync(folder, { throwIfNoEntry: false })?.isDirectory()) return folder;
    throw unknownRun(runId, this.#runIds(), this.location);
  }

  #runIds(): string[] {
    try {
      return readdirSync(this.#runs).filter(isRunId);
    } catch (error) {
      if (hasCode(error, 'ENOENT')) return [];
      throw diskError(this.#runs, 'read', error);
    }
  }
}

async function readIfThere(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (hasCode(error, 'ENOENT', 'ENOTDIR')) return undefined;
    throw diskError(path, 'read', error);
  }
}

function byStart(a: RunRecord, b: RunRecord): number {
  return compareTexts(a.startedAt, b.startedAt) || compareTexts(a.runId, b.runId);
}

function compareTexts(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
