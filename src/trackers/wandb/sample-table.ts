import { join } from 'node:path';
import type { RunFolder } from '../../core/tracker.js';
import { type Column, columnsOf } from '../delivery/sample-columns.js';
import { type StagedFile, StagedWriter } from './staged-file.js';

/** The key of the table in history and summary; W&B's interface opens it by this name. */
export const TABLE_KEY = 'samples';

/** W&B shows a table from a file of the run, and keeps it whole in an artifact; both have a limit of their own. */
const MOST_ROWS_SHOWN = 10_000;
const MOST_ROWS = 200_000;

export interface StagedTable {
  /** The file of the run. */
  readonly shown: StagedFile;
  /** The file of the artifact. */
  readonly whole: StagedFile;
  readonly columns: number;
  /** All there are, whether the files hold them or not. */
  readonly rows: number;
  readonly isCut: boolean;
}

/** Writes the samples of a run as W&B's table, twice: as a file of the run and as one of an artifact. `undefined` without samples. */
export async function stageSampleTable(folder: RunFolder, into: string): Promise<StagedTable | undefined> {
  const { columns, rows } = await columnsOf(folder.results());
  if (rows === 0) return undefined;
  const inArtifact = Math.min(rows, MOST_ROWS);
  const shown = await TableWriter.create(join(into, 'shown.table.json'), MOST_ROWS_SHOWN, {
    head: `{"columns":${namesOf(columns)},`,
    tail: '}',
  });
  const whole = await TableWriter.create(join(into, `${TABLE_KEY}.table.json`), MOST_ROWS, {
    head: `{"_type":"table","column_types":${typesOf(columns)},"columns":${namesOf(columns)},`,
    tail: `,"log_mode":"IMMUTABLE","ncols":${columns.length},"nrows":${inArtifact}}`,
  });
  try {
    let row = 0;
    for await (const result of folder.results()) {
      const cells = JSON.stringify(columns.map((column) => column.cell(result) ?? null));
      await shown.row(cells);
      await whole.row(cells);
      if (++row === inArtifact) break;
    }
    return {
      shown: await shown.end(),
      whole: await whole.end(),
      columns: columns.length,
      rows,
      isCut: rows > MOST_ROWS,
    };
  } catch (error) {
    await Promise.all([shown.abandon(), whole.abandon()]);
    throw error;
  }
}

/** Where the file of the run is kept: W&B's own clients name it by the step and the digest of the table. */
export function tableFileName({ shown }: StagedTable, step: number): string {
  return `media/table/${TABLE_KEY}_${step}_${shown.sha256.slice(0, 20)}.table.json`;
}

/** What stands for the table in history and summary. */
export function tableReference(
  table: StagedTable,
  step: number,
  ids: { readonly client: string; readonly sequence: string },
) {
  return {
    _type: 'table-file',
    path: tableFileName(table, step),
    sha256: table.shown.sha256,
    size: table.shown.size,
    ncols: table.columns,
    nrows: table.rows,
    log_mode: 'IMMUTABLE',
    artifact_path: `wandb-client-artifact://${ids.client}/${TABLE_KEY}.table.json`,
    _latest_artifact_path: `wandb-client-artifact://${ids.sequence}:latest/${TABLE_KEY}.table.json`,
  };
}

export type TableReference = ReturnType<typeof tableReference>;

export function cutTable({ rows }: StagedTable): string {
  return `W&B tables hold ${MOST_ROWS} rows: the table of samples has the first ${MOST_ROWS} of ${rows}. The artifact with the results has all of them.`;
}

class TableWriter {
  readonly #writer: StagedWriter;
  readonly #most: number;
  readonly #tail: string;
  #rows = 0;

  private constructor(writer: StagedWriter, most: number, tail: string) {
    this.#writer = writer;
    this.#most = most;
    this.#tail = tail;
  }

  static async create(path: string, most: number, frame: { head: string; tail: string }): Promise<TableWriter> {
    const writer = await StagedWriter.create(path);
    await writer.write(`${frame.head}"data":[`);
    return new TableWriter(writer, most, frame.tail);
  }

  async row(cells: string): Promise<void> {
    if (this.#rows === this.#most) return;
    await this.#writer.write(this.#rows === 0 ? cells : `,${cells}`);
    this.#rows++;
  }

  async end(): Promise<StagedFile> {
    await this.#writer.write(`]${this.#tail}`);
    return this.#writer.end();
  }

  async abandon(): Promise<void> {
    await this.#writer.abandon();
  }
}

function namesOf(columns: readonly Column[]): string {
  return JSON.stringify(columns.map(({ name }) => name));
}

/** Every cell may be missing. Keys go by the alphabet, as the reference client writes them. */
function typesOf(columns: readonly Column[]): string {
  const types = columns
    .map(({ name, type }) => [
      name,
      { params: { allowed_types: [{ wb_type: 'none' }, { wb_type: type }] }, wb_type: 'union' },
    ])
    .sort(([a = ''], [b = '']) => (a < b ? -1 : 1));
  return JSON.stringify({ params: { type_map: Object.fromEntries(types) }, wb_type: 'typedDict' });
}
