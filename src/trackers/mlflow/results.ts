import { join } from 'node:path';
import type { RunRecord } from '../../core/run-record.js';
import type { SampleResult } from '../../core/sample-result.js';
import type { RunFolder } from '../../core/tracker.js';
import { params } from '../delivery/params.js';
import { resultText } from '../delivery/result-text.js';
import { columnsOf } from '../delivery/sample-columns.js';
import { DatasetDigest } from './dataset-input.js';
import { stage } from './staged.js';

/** The name that MLflow's own evaluation gives its table. */
export const TABLE = 'eval_results_table.json';

/** Beyond this nobody can open a table any more; `samples.jsonl` has them all. */
const MOST_ROWS = 100_000;

export interface StagedTable {
  readonly file: string;
  /** All there are, whether the table holds them or not. */
  readonly rows: number;
  readonly isCut: boolean;
}

/** The samples in the form of `mlflow.log_table`: pandas' split form. `undefined` without samples. */
export async function stageTable(folder: RunFolder, into: string): Promise<StagedTable | undefined> {
  const { columns, rows } = await columnsOf(folder.results());
  if (rows === 0) return undefined;
  const pieces = async function* () {
    yield `{"columns":${JSON.stringify(columns.map(({ name }) => name))},"data":[`;
    let row = 0;
    for await (const result of folder.results()) {
      const cells = JSON.stringify(columns.map((column) => column.cell(result) ?? null));
      yield row === 0 ? cells : `,${cells}`;
      if (++row === MOST_ROWS) break;
    }
    yield ']}';
  };
  return { file: await stage(join(into, TABLE), pieces()), rows, isCut: rows > MOST_ROWS };
}

export function cutTable({ rows }: StagedTable): string {
  return `the table of samples in MLflow has the first ${MOST_ROWS} of ${rows} rows; samples.jsonl has all of them.`;
}

export interface ArtifactFile {
  readonly name: string;
  content(): Iterable<string> | AsyncIterable<string>;
}

/** Everything else worth keeping, by the name it gets among the artifacts. */
export function filesOf(folder: RunFolder, record: RunRecord): ArtifactFile[] {
  const files: ArtifactFile[] = [
    { name: 'result.json', content: () => [`${JSON.stringify(record, undefined, 2)}\n`] },
    { name: 'report.md', content: () => [`${resultText(record)}\n`] },
    { name: 'params.json', content: () => [`${JSON.stringify(params(record), undefined, 2)}\n`] },
  ];
  if (record.kind === 'evaluation') files.push({ name: 'samples.jsonl', content: () => lines(folder.results()) });
  return files;
}

/** What was asked, told by its digest and by how many samples it had. */
export async function digestOf(folder: RunFolder): Promise<{ readonly digest: string; readonly samples: number }> {
  const digest = new DatasetDigest();
  for await (const result of folder.results()) digest.add(result);
  return { digest: digest.value(), samples: digest.samples };
}

async function* lines(results: AsyncIterable<SampleResult>): AsyncGenerator<string, void, undefined> {
  for await (const result of results) yield `${JSON.stringify(result)}\n`;
}
