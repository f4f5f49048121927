import { HretError } from '../errors.js';
import type { Database } from './database.js';

/** One step a version; a database is brought up to date by the steps it has not seen yet. Never change one that was released. */
const migrations: readonly string[] = [
  `
  CREATE TABLE runs (
    run_id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    kind TEXT NOT NULL,
    parent_id TEXT,
    status TEXT NOT NULL,
    dataset TEXT,
    model TEXT,
    started_at TEXT NOT NULL,
    finished_at TEXT,
    spec_hash TEXT,
    record TEXT NOT NULL
  ) STRICT;
  -- Has every column a comparison reads, so that it never touches the records.
  CREATE INDEX runs_in_order ON runs (started_at, run_id, name, kind, parent_id, status);
  CREATE INDEX runs_by_name ON runs (name, started_at);
  CREATE INDEX runs_by_spec ON runs (spec_hash, started_at);

  CREATE TABLE metrics (
    name TEXT NOT NULL,
    run_id TEXT NOT NULL REFERENCES runs (run_id) ON DELETE CASCADE,
    value REAL NOT NULL,
    n INTEGER,
    stderr REAL,
    lo REAL,
    hi REAL,
    PRIMARY KEY (name, run_id)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX metrics_by_run ON metrics (run_id);
  `,
  `
  ALTER TABLE runs ADD COLUMN metrics TEXT NOT NULL DEFAULT '{}';
  UPDATE runs SET metrics = json_extract(record, '$.metrics');
  DROP INDEX runs_in_order;
  -- Has every column a comparison or a list reads, so that neither touches the records.
  CREATE INDEX runs_in_order ON runs (started_at, run_id, name, kind, parent_id, status, dataset, model, metrics);
  `,
];

/** Brings a database to this version's schema; refuses one that a newer version made. */
export function migrate(database: Database): void {
  if (versionOf(database) === migrations.length) return;
  database.write(() => {
    // Another process may have done it while this one waited for its turn.
    for (let version = versionOf(database); version < migrations.length; version += 1) {
      database.exec(migrations[version] ?? '');
      database.exec(`PRAGMA user_version = ${version + 1}`);
    }
  });
}

function versionOf(database: Database): number {
  const [[version] = [0]] = database.rows<[number]>('PRAGMA user_version');
  if (version <= migrations.length) return version;
  throw new HretError(
    'store',
    `${database.path} has version ${version}; this hret knows versions up to ${migrations.length}. Update hret, or move the file away and run: hret history --rebuild`,
  );
}
