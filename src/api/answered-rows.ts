import { HretError } from '../errors.js';
import { type Cell, cellError, isAbsent, listOf, textOf } from '../sources/cell.js';
import { optionsIn } from '../sources/choice-cells.js';
import { type FileFormat, openFile } from '../sources/file.js';
import type { SourceRow } from '../sources/row.js';
import { tryJson } from '../sources/try-json.js';
import { didYouMean } from '../util/did-you-mean.js';
import type { AnsweredRow } from './score.js';

/** Which column holds what; those without a name are used when the file has them. */
export interface AnswerColumns {
  readonly predictionCol: string;
  readonly referenceCol: string;
  readonly inputCol: string;
  readonly idCol: string;
  readonly optionsCol?: string;
  readonly groupCol?: string;
  readonly clusterCol?: string;
  readonly metadataCol?: string;
  readonly format?: FileFormat;
}

/** The answers of a file, ready to be scored; can be read any number of times. */
export function answeredRows(path: string, columns: AnswerColumns): AsyncIterable<AnsweredRow> {
  return {
    async *[Symbol.asyncIterator]() {
      const file = await openFile(path, {
        cwd: process.cwd(),
        ...(columns.format !== undefined && { format: columns.format }),
      });
      let last: SourceRow | undefined;
      let hasPredictions = false;
      for await (const source of file.rows()) {
        last = source;
        hasPredictions ||= Object.hasOwn(source.row, columns.predictionCol);
        yield answeredRow(source, columns);
      }
      // One row without an answer is a sample that failed; a file without the column is a slip of the keyboard.
      if (last !== undefined && !hasPredictions) required(last, columns.predictionCol, '--prediction-col');
    },
  };
}

function answeredRow(source: SourceRow, columns: AnswerColumns): AnsweredRow {
  const id = optional(source, columns.idCol);
  const input = optional(source, columns.inputCol);
  const reference = required(source, columns.referenceCol, '--reference-col');
  const prediction = optional(source, columns.predictionCol);
  const options = optional(source, columns.optionsCol ?? 'options');
  const group = optional(source, columns.groupCol ?? 'group');
  const cluster = optional(source, columns.clusterCol ?? 'cluster');
  const metadata = metadataOf(source, columns);
  const listed = options && optionsIn(options);
  return {
    ...(id !== undefined && { id: textOf(id) }),
    ...(input !== undefined && { input: textOf(input) }),
    reference: listOf(reference) ?? textOf(reference),
    ...(prediction !== undefined && { prediction: textOf(prediction) }),
    ...(listed !== undefined && { options: listed }),
    ...(group !== undefined && { group: textOf(group) }),
    ...(cluster !== undefined && { cluster: textOf(cluster) }),
    ...(metadata !== undefined && { metadata }),
  };
}

/** An object, or a text that is one in JSON, as CSV has it. A column nobody named may hold something else. */
function metadataOf(source: SourceRow, { metadataCol }: AnswerColumns): AnsweredRow['metadata'] {
  const cell = optional(source, metadataCol ?? 'metadata');
  if (cell === undefined) return undefined;
  const value = typeof cell.value === 'string' ? tryJson(cell.value) : cell.value;
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  if (metadataCol === undefined) return undefined;
  throw cellError(cell, 'holds no object; expected one in JSON.');
}

function optional({ row, where }: SourceRow, column: string): Cell | undefined {
  const value = row[column];
  return isAbsent(value) ? undefined : { value, column, where };
}

function required(source: SourceRow, column: string, flag: string): Cell {
  if (Object.hasOwn(source.row, column)) return { value: source.row[column], column, where: source.where };
  const present = Object.keys(source.row);
  throw new HretError(
    'data',
    `${source.where} has no column "${column}".${didYouMean(column, present)} It has: ${present.join(', ') || 'none'}. Set ${flag}.`,
  );
}
