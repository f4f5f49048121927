import { createRequire } from 'node:module';
import type LibsqlDatabase from 'libsql';
import { HretError, messageOf } from '../errors.js';
import { codeOf, hasCode } from '../util/system-error.js';

export type SqlValue = string | number | null;

/** The class libsql exports. */
export type LibsqlClass = new (path: string, options: { readonly timeout: number }) => LibsqlDatabase.Database;
/** Loads libsql. */
export type LoadLibsql = () => LibsqlClass;

const BUSY_TIMEOUT_MS = 10_000;
const GIVE_UP_AFTER_MS = 30_000;
const PAUSE_MS = 20;

const RUNS_ARE_SAFE =
  'The runs themselves are safe in their folders: later, "hret history --rebuild" makes the history from them.';

/** Loads the SQL library, which has a binary for each platform, or says what it means that there is none. */
export function loadLibsql(load: LoadLibsql = requireLibsql): LibsqlClass {
  try {
    return load();
  } catch (error) {
    const isMissing = hasCode(error, 'ERR_MODULE_NOT_FOUND', 'MODULE_NOT_FOUND');
    const message = isMissing
      ? `The history needs the package "libsql" with its binary for ${process.platform}-${process.arch}, which is not installed. Install it with: npm install libsql`
      : `The package "libsql", which the history needs, could not be loaded: ${messageOf(error)}`;
    throw new HretError(isMissing ? 'missing_package' : 'store', `${message}. ${RUNS_ARE_SAFE}`, { cause: error });
  }
}

/** It is CommonJS, which takes longer to import than to require: its text would be searched for the names it exports. */
function requireLibsql(): LibsqlClass {
  return createRequire(import.meta.url)('libsql');
}

/** A database file shared by several processes. Every call waits its turn instead of failing. */
export class Database {
  readonly path: string;
  readonly #libsql: LibsqlDatabase.Database;
  readonly #statements = new Map<string, LibsqlDatabase.Statement>();

  constructor(path: string, Libsql: LibsqlClass) {
    this.path = path;
    this.#libsql = this.#attempt(() => new Libsql(path, { timeout: BUSY_TIMEOUT_MS }));
    this.rows('PRAGMA journal_mode = WAL');
    // The history can be made again from the runs, so a power loss may cost its last lines.
    this.exec('PRAGMA synchronous = NORMAL');
    this.exec('PRAGMA foreign_keys = ON');
  }

  exec(sql: string): void {
    this.#attempt(() => this.#libsql.exec(sql));
  }

  run(sql: string, ...values: readonly SqlValue[]): void {
    this.#attempt(() => this.#statement(sql).run(...values));
  }

  /** The rows of a query as tuples; the caller knows their columns. */
  rows<Row extends readonly SqlValue[]>(sql: string, ...values: readonly SqlValue[]): Row[] {
    return this.#attempt(
      () =>
        this.#statement(sql)
          .raw()
          .all(...values) as unknown as Row[],
    );
  }

  /** All of `work` or nothing of it; only one process is in here at a time. */
  write(work: () => void): void {
    this.exec('BEGIN IMMEDIATE');
    try {
      work();
      this.exec('COMMIT');
    } catch (error) {
      if (this.#libsql.inTransaction) this.#libsql.exec('ROLLBACK');
      throw error;
    }
  }

  close(): void {
    this.#statements.clear();
    if (this.#libsql.open) this.#libsql.close();
  }

  #statement(sql: string): LibsqlDatabase.Statement {
    const known = this.#statements.get(sql);
    if (known !== undefined) return known;
    const statement = this.#libsql.prepare(sql);
    this.#statements.set(sql, statement);
    return statement;
  }

  #attempt<Made>(work: () => Made): Made {
    const giveUpAt = performance.now() + GIVE_UP_AFTER_MS;
    for (;;) {
      try {
        return work();
      } catch (error) {
        if (!isBusy(error) || performance.now() > giveUpAt) throw this.#described(error);
        pause();
      }
    }
  }

  #described(error: unknown): HretError {
    const isDamaged = hasCode(error, 'SQLITE_NOTADB', 'SQLITE_CORRUPT');
    const advice = isDamaged ? 'The command sets the broken file aside first.' : '';
    return new HretError('store', `${this.path}: ${messageOf(error)}. ${RUNS_ARE_SAFE} ${advice}`.trim(), {
      cause: error,
    });
  }
}

/** SQLite waits by itself in most places, but not while another process switches the file to WAL or recovers it. */
function isBusy(error: unknown): boolean {
  return /^SQLITE_(BUSY|LOCKED)/.test(codeOf(error) ?? '');
}

function pause(): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, PAUSE_MS);
}
