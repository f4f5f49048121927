// Reads every row of a data file, by the product's own reader or by the shortest program that does the same.
import { createReadStream } from 'node:fs';
import { performance } from 'node:perf_hooks';
import { asyncBufferFromFile, parquetMetadataAsync, parquetReadObjects } from 'hyparquet';
import { compressors } from 'hyparquet-compressors';
import type { SampleRow } from '../lib/data.js';
import { productModule } from '../lib/product.js';
import { printReport, programInput } from '../lib/program.js';

export interface SourcesInput {
  readonly path: string;
  readonly reader: keyof typeof readers;
}

export interface SourcesReport {
  readonly rows: number;
  /** Characters of all prompts, so that nobody gets away with reading less. */
  readonly chars: number;
  readonly milliseconds: number;
}

type Rows = AsyncIterable<Iterable<unknown>>;

// Internal: the package reads files only for a run.
const { openFile }: typeof import('../../dist/sources/file.js') = await import(productModule('sources/file.js'));

const readers = { ours, bareJsonl, bareParquet };

const { path, reader } = programInput<SourcesInput>();
const startedAt = performance.now();
let rows = 0;
let chars = 0;
for await (const batch of readers[reader](path)) {
  for (const row of batch as Iterable<SampleRow>) {
    rows++;
    chars += row.prompt.length;
  }
}
printReport({ rows, chars, milliseconds: performance.now() - startedAt } satisfies SourcesReport);

/** Rows of the file with their places, of which only the rows are looked at. */
async function* ours(file: string): Rows {
  for await (const batch of (await openFile(file, { cwd: '/' })).batches()) yield batch.map(({ row }) => row);
}

async function* bareJsonl(file: string): Rows {
  let rest = '';
  for await (const chunk of createReadStream(file, 'utf8')) {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop() ?? '';
    yield lines.map((line) => JSON.parse(line));
  }
}

/** One row group after the other: all rows at once would measure the memory they take. */
async function* bareParquet(path: string): Rows {
  const file = await asyncBufferFromFile(path);
  const metadata = await parquetMetadataAsync(file);
  let rowStart = 0;
  for (const { num_rows } of metadata.row_groups) {
    const rowEnd = rowStart + Number(num_rows);
    yield parquetReadObjects({ file, metadata, rowStart, rowEnd, compressors });
    rowStart = rowEnd;
  }
}
