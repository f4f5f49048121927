import { join } from 'node:path';
import { defineConfig } from 'evalite/config';
import { createSqliteStorage } from 'evalite/sqlite-storage';

// The storage it has anyway, in a place where each run finds none from before.
export default defineConfig({
  maxConcurrency: 64,
  hideTable: true,
  storage: () => createSqliteStorage(join(process.env.BENCH_RESULTS, 'evalite.sqlite')),
});
