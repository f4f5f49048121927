import type { RunRecord } from '../core/run-record.js';
import type { JournalHead, JournalRow, RunLog, RunStore } from '../core/run-store.js';
import type { SampleResult } from '../core/sample-result.js';
import { HretError } from '../errors.js';
import { unknownRun } from './find-run.js';
import { encodeRow } from './journal-row.js';
import { cleanRecord } from './run-record-text.js';

/** Keeps runs in memory, for tests and for callers that want no files; what was written comes back as from a disk, as a copy. */
export function memoryRunStore(): RunStore {
  return new MemoryRunStore();
}

interface StoredRun {
  record: string;
  readonly rows: string[];
  state: 'open' | 'closed';
}

const unchanged = (text: string) => text;

class MemoryRunStore implements RunStore {
  readonly location = 'memory';
  readonly #runs = new Map<string, StoredRun>();

  async create(record: RunRecord): Promise<RunLog> {
    if (this.#runs.has(record.runId)) {
      throw new HretError('store', `There is a run "${record.runId}" already. Choose another run id.`);
    }
    await this.save(record);
    return this.reopen(record.runId);
  }

  async reopen(runId: string): Promise<RunLog> {
    const run = this.#run(runId);
    if (run.state === 'open') {
      throw new HretError(
        'store',
        `The run "${runId}" is being written: this very process has it open. Close it first.`,
        { runId },
      );
    }
    run.state = 'open';
    return new MemoryRunLog(runId, run, (record) => this.save(record));
  }

  async save(record: RunRecord): Promise<void> {
    const text = JSON.stringify(cleanRecord(record, unchanged));
    const run = this.#runs.get(record.runId);
    if (run === undefined) this.#runs.set(record.runId, { record: text, rows: [], state: 'closed' });
    else run.record = text;
  }

  async record(runId: string): Promise<RunRecord | undefined> {
    const run = this.#runs.get(runId);
    return run && (JSON.parse(run.record) as RunRecord);
  }

  async *records(): AsyncGenerator<RunRecord, void, undefined> {
    const records = [...this.#runs.values()].map(({ record }) => JSON.parse(record) as RunRecord);
    yield* records.sort((a, b) => Date.parse(a.startedAt) - Date.parse(b.startedAt));
  }

  async *results(runId: string): AsyncGenerator<SampleResult, void, undefined> {
    yield* this.resultsSync(runId);
  }

  resultsSync(runId: string): SampleResult[] {
    const rows = this.#run(runId).rows.map(parseRow);
    // As in a file: first the last row of each key, of those the last in each place.
    const byKey = new Map(rows.map((row) => [row.key, row]));
    const counting = rows.filter((row) => byKey.get(row.key) === row);
    const byPlace = new Map(counting.map((row) => [`${row.index}/${row.trial ?? 0}`, row]));
    return [...byPlace.values()]
      .sort((a, b) => a.index - b.index || (a.trial ?? 0) - (b.trial ?? 0))
      .map(({ key: _, ...result }) => result);
  }

  #run(runId: string): StoredRun {
    const run = this.#runs.get(runId);
    if (run === undefined) throw unknownRun(runId, [...this.#runs.keys()], this.location);
    return run;
  }
}

class MemoryRunLog implements RunLog {
  readonly runId: string;
  readonly location = 'memory';
  readonly save: (record: RunRecord) => Promise<void>;
  readonly #run: StoredRun;
  readonly #earlier: number;
  #isOpen = true;

  constructor(runId: string, run: StoredRun, save: (record: RunRecord) => Promise<void>) {
    this.runId = runId;
    this.save = save;
    this.#run = run;
    this.#earlier = run.rows.length;
  }

  async *heads(): AsyncGenerator<JournalHead, void, undefined> {
    yield* this.rows(() => true);
  }

  async *rows(filter: (head: JournalHead) => boolean): AsyncGenerator<JournalRow, void, undefined> {
    for (const text of this.#run.rows.slice(0, this.#earlier)) {
      const row = parseRow(text);
      if (filter(row)) yield row;
    }
  }

  append(row: JournalRow): void {
    if (!this.#isOpen)
      throw new HretError('store', `The run "${this.runId}" was closed; open it again to append to it.`);
    this.#run.rows.push(encodeRow(row, unchanged));
  }

  async flush(): Promise<void> {}

  async close(): Promise<void> {
    // Closed before, the run may be open for somebody else by now.
    if (this.#isOpen) this.#run.state = 'closed';
    this.#isOpen = false;
  }
}

function parseRow(text: string): JournalRow {
  return JSON.parse(text) as JournalRow;
}
