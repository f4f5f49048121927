import type { Json, JsonObject } from '../core/json.js';
import type { Image, Sample, Target } from '../core/sample.js';
import { HretError } from '../errors.js';
import { clusterName } from '../util/cluster-name.js';
import { didYouMean } from '../util/did-you-mean.js';
import { toJson } from '../util/to-json.js';
import { type Cell, cellError, isAbsent, listOf, RowCell, textOf } from './cell.js';
import { answerAmong, optionsIn } from './choice-cells.js';
import { textStruct } from './choice-struct.js';
import { type ImageFolder, imagesIn } from './image-cells.js';
import type { Row, SourceRow } from './row.js';

/** Which column holds what. Columns named here must be there; the others become metadata. */
export interface ColumnMap {
  readonly inputCol: string;
  readonly referenceCol: string;
  /** A question with options is a choice question. */
  readonly optionsCol?: string | undefined;
  /** Absent: `id` if there is such a column, else the rows are called `row-1`, `row-2`, …. */
  readonly idCol?: string | undefined;
  readonly groupCol?: string | undefined;
  readonly clusterCol?: string | undefined;
  readonly imagesCol?: string | undefined;
  /** What numbers that name an option count from; absent: from 1, where they are not the text of one. */
  readonly answersFrom?: 0 | 1 | undefined;
}

const DEFAULT_ID_COLUMN = 'id';

/**
 * Makes samples of the rows of one file, which are handed to it in order, from the first. `folder` is where
 * paths of images begin. Nothing is filled in: what is missing or cannot be read is an error that names the row.
 */
export function rowMapper(columns: ColumnMap, folder: ImageFolder): (source: SourceRow) => Sample {
  const idOf = idReader(columns.idCol);
  const used = usedColumns(columns);
  return (source) => {
    const id = idOf(source);
    const images = imagesOf(source, columns.imagesCol, folder);
    const group = groupOf(source, 'groupCol', columns.groupCol);
    const cluster = clusterName(groupOf(source, 'clusterCol', columns.clusterCol));
    const metadata = metadataOf(source.row, used);
    const input = inputOf(source, columns.inputCol, images.length > 0);
    const target = targetOf(source, columns);
    // Most rows have no more, and spreading what is not there costs as much as reading a short row.
    if (images.length === 0 && group === undefined && cluster === undefined && metadata === undefined)
      return { id, input, target };
    return {
      id,
      input,
      target,
      ...(images.length > 0 && { images }),
      ...(group !== undefined && { group }),
      ...(cluster !== undefined && { cluster }),
      ...(metadata !== undefined && { metadata }),
    };
  };
}

type ColumnParam = Exclude<keyof ColumnMap, 'answersFrom'>;

function cellOf(source: SourceRow, column: string, param: ColumnParam): Cell {
  if (Object.hasOwn(source.row, column)) return new RowCell(source, column);
  const present = Object.keys(source.row);
  throw new HretError(
    'data',
    `${source.where} has no column "${column}".${didYouMean(column, present)} It has: ${present.join(', ') || 'none'}. ` +
      `Set ${param} to the column that holds ${contents[param]}.`,
  );
}

/** The text of a column. Most cells are text, which needs no cell to be told about. */
function textIn(source: SourceRow, column: string, param: ColumnParam): string {
  const value = Object.hasOwn(source.row, column) ? source.row[column] : undefined;
  return typeof value === 'string' ? value : textOf(cellOf(source, column, param));
}

const contents: Readonly<Record<ColumnParam, string>> = {
  inputCol: 'the question',
  referenceCol: 'the right answer',
  optionsCol: 'the options',
  idCol: 'the id',
  groupCol: 'the group',
  clusterCol: 'what samples share',
  imagesCol: 'the images',
};

/** The first row tells whether the file has ids; a file where only some rows have one is refused. */
function idReader(idCol: string | undefined): (source: SourceRow) => string {
  const column = idCol ?? DEFAULT_ID_COLUMN;
  let hasIds: boolean | undefined = idCol === undefined ? undefined : true;
  let number = 0;
  return (source) => {
    number++;
    const isThere = Object.hasOwn(source.row, column);
    hasIds ??= isThere;
    if (!hasIds && !isThere) return `row-${number}`;
    if (!hasIds) {
      throw new HretError('data', `${source.where} has a column "${column}", which the first row does not have.`);
    }
    const id = textIn(source, column, 'idCol');
    if (id === '')
      throw cellError(cellOf(source, column, 'idCol'), 'is empty. Give every row an id, or remove the column.');
    return id;
  };
}

function inputOf(source: SourceRow, column: string, hasImages: boolean): string {
  const input = textIn(source, column, 'inputCol');
  if (!hasImages && !/\S/.test(input))
    throw cellError(cellOf(source, column, 'inputCol'), 'is empty, so there is no question to ask.');
  return input;
}

function targetOf(source: SourceRow, { optionsCol, referenceCol, answersFrom }: ColumnMap): Target {
  const written = cellOf(source, referenceCol, 'referenceCol');
  const reference = typeof written.value === 'object' ? (textStruct(written)?.texts ?? written) : written;
  const optionsCell = optionsCol === undefined ? undefined : cellOf(source, optionsCol, 'optionsCol');
  const choices = optionsCell && optionsIn(optionsCell);
  if (optionsCell !== undefined && choices !== undefined) {
    const names = { from: answersFrom, labels: textStruct(optionsCell)?.labels, param: 'answersFrom' };
    return { kind: 'choice', choices, ...answerAmong(choices, reference, names) };
  }
  const accepted = listOf(reference) ?? [textOf(reference)];
  if (accepted.length === 0) throw cellError(reference, 'is an empty list.');
  return { kind: 'text', accepted };
}

/** A row may be without a group, and share nothing with others. */
function groupOf(source: SourceRow, param: ColumnParam, column: string | undefined): string | undefined {
  if (column === undefined) return undefined;
  const cell = cellOf(source, column, param);
  if (isAbsent(cell.value)) return undefined;
  return textOf(cell) || undefined;
}

/** A row may be without images. */
function imagesOf(source: SourceRow, column: string | undefined, folder: ImageFolder): readonly Image[] {
  return column === undefined ? [] : imagesIn(cellOf(source, column, 'imagesCol'), folder);
}

function usedColumns(columns: ColumnMap): ReadonlySet<string> {
  const { inputCol, referenceCol, optionsCol, idCol = DEFAULT_ID_COLUMN, groupCol, clusterCol, imagesCol } = columns;
  return new Set(
    [inputCol, referenceCol, optionsCol, idCol, groupCol, clusterCol, imagesCol].filter((name) => name !== undefined),
  );
}

/** A loop, as it runs for every row and most rows have nothing to keep. */
function metadataOf(row: Row, used: ReadonlySet<string>): JsonObject | undefined {
  let rest: [string, Json][] | undefined;
  for (const column of Object.keys(row)) {
    if (used.has(column)) continue;
    rest ??= [];
    rest.push([column, toJson(row[column])]);
  }
  return rest === undefined ? undefined : Object.fromEntries(rest);
}
