import { join } from 'node:path';
import { parquetWriteFile } from 'hyparquet-writer';
import { type SampleFile, type SampleRow, sampleRows, writeSamples } from '../lib/data.js';
import { ratioFigure } from '../lib/figure.js';
import { inPairs } from '../lib/pairs.js';
import { runProgram } from '../lib/program.js';
import type { BenchOptions, Figure, Suite } from '../lib/suite.js';
import type { SourcesInput, SourcesReport } from '../programs/sources.js';

const CHARS = 200;
const ROW_GROUP = 20_000;

interface Format {
  readonly name: string;
  readonly against: string;
  readonly bare: SourcesInput['reader'];
  readonly atLeast: number;
  readonly write: (path: string, samples: SampleFile) => Promise<void>;
}

const formats: readonly Format[] = [
  {
    name: 'jsonl',
    against: 'createReadStream, split, JSON.parse',
    bare: 'bareJsonl',
    atLeast: 0.6,
    write: writeSamples,
  },
  {
    name: 'parquet',
    against: 'hyparquet, a row group at a time',
    bare: 'bareParquet',
    atLeast: 0.9,
    write: writeParquet,
  },
];

export const suite: Suite = {
  name: 'sources',
  summary: 'reading every row of a file of Korean text, against a bare loop over the same file',
  async run(options) {
    const n = options.isQuick ? 50_000 : 500_000;
    const figures: Figure[] = [];
    for (const format of formats) figures.push(await measured(format, { n, chars: CHARS, right: 0.7 }, options));
    return figures;
  },
};

async function measured(format: Format, samples: SampleFile, { pairs, folder, say }: BenchOptions): Promise<Figure> {
  const { name, against, bare, atLeast, write } = format;
  const title = `${name}, ${samples.n.toLocaleString('en-US')} rows of ${samples.chars} characters`;
  say(title);
  const path = join(folder, `rows.${name}`);
  await write(path, samples);
  const rate = (reader: SourcesInput['reader']) => rowsPerSecond({ path, reader }, samples);
  const rates = await inPairs(
    pairs,
    () => rate('ours'),
    () => rate(bare),
  );
  return ratioFigure({ name: title, unit: 'rows/s', against, target: { atLeast } }, rates);
}

async function rowsPerSecond(input: SourcesInput, { n, chars: each }: SampleFile): Promise<number> {
  const { rows, chars, milliseconds } = (await runProgram<SourcesReport>('sources', input)).report;
  if (rows === n && chars === n * each) return (rows / milliseconds) * 1000;
  throw new Error(`${input.reader} found ${rows} rows with ${chars} characters instead of ${n} with ${n * each}.`);
}

async function writeParquet(filename: string, samples: SampleFile): Promise<void> {
  const rows = [...sampleRows(samples)];
  const column = (name: keyof SampleRow) => ({ name, data: rows.map((row) => row[name]), type: 'STRING' as const });
  parquetWriteFile({
    filename,
    columnData: [column('id'), column('prompt'), column('reference')],
    rowGroupSize: ROW_GROUP,
  });
}
