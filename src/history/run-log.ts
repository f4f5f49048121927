import type { RunRecord } from '../core/run-record.js';
import type { JournalHead, JournalRow, RunLog } from '../core/run-store.js';
import type { FileLock } from '../util/file-lock.js';
import type { Journal } from './journal.js';
import { type JournalPart, readHeads, readRows } from './journal-reader.js';
import { encodeRow } from './journal-row.js';

/** What the log of a run in a folder is made of. */
export interface RunLogParts {
  readonly runId: string;
  readonly location: string;
  /** The journal as it was when the run was opened. */
  readonly earlier: JournalPart;
  readonly journal: Journal;
  readonly lock: FileLock;
  readonly redact: (text: string) => string;
  readonly save: (record: RunRecord) => Promise<void>;
}

/** The log of a run in a folder. */
export class FileRunLog implements RunLog {
  readonly runId: string;
  readonly location: string;
  readonly save: (record: RunRecord) => Promise<void>;
  readonly #parts: RunLogParts;

  constructor(parts: RunLogParts) {
    this.runId = parts.runId;
    this.location = parts.location;
    this.save = parts.save;
    this.#parts = parts;
  }

  heads(): AsyncIterable<JournalHead> {
    return readHeads(this.#parts.earlier);
  }

  rows(filter: (head: JournalHead) => boolean): AsyncIterable<JournalRow> {
    return readRows(this.#parts.earlier, filter);
  }

  append(row: JournalRow): void {
    this.#parts.journal.append(encodeRow(row, this.#parts.redact));
  }

  async flush(): Promise<void> {
    this.#parts.journal.flush();
  }

  async close(): Promise<void> {
    try {
      await this.#parts.journal.close();
    } finally {
      this.#parts.lock.release();
    }
  }
}
