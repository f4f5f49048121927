import { HretError } from '../errors.js';
import type { ColumnMap } from '../sources/columns.js';
import { holdsImages } from '../sources/image-cells.js';
import type { Row } from '../sources/row.js';

export type NamedColumns = ColumnMap;

type Given = { readonly [Param in keyof ColumnMap]?: ColumnMap[Param] | undefined };

/** Names that columns commonly have, the more telling first. */
const usual = {
  inputCol: ['question', 'input', 'prompt', 'query', 'instruction', 'problem', 'text', '질문', '문제'],
  referenceCol: [
    ...['answer', 'answerkey', 'correct_answer', 'reference', 'target', 'gold', 'output', 'label', 'answers'],
    ...['solution', '정답', '답'],
  ],
  optionsCol: ['options', 'choices', '선택지'],
  idCol: ['id', 'uid', 'question_id'],
} as const;

/** The columns of a dataset: those that are named, and for the others the first usual name there is. */
export function columnsOf(repo: string, row: Row, given: Given): NamedColumns {
  const there = Object.keys(row);
  const find = (names: readonly string[]) => {
    for (const name of names) {
      const found = there.find((column) => column.toLowerCase() === name);
      if (found !== undefined) return found;
    }
    return undefined;
  };
  const needed = (param: 'inputCol' | 'referenceCol', what: string) => {
    const found = given[param] ?? find(usual[param]);
    if (found !== undefined) return found;
    throw new HretError(
      'usage',
      `${repo}: none of its columns is known to hold ${what}. Set datasetParams.${param} to one of: ${there.join(', ')}.`,
    );
  };
  return {
    inputCol: needed('inputCol', 'the question'),
    referenceCol: needed('referenceCol', 'the right answer'),
    optionsCol: given.optionsCol ?? find(usual.optionsCol),
    idCol: given.idCol ?? find(usual.idCol),
    groupCol: given.groupCol,
    clusterCol: given.clusterCol,
    imagesCol: given.imagesCol ?? findImages(row),
    answersFrom: given.answersFrom,
  };
}

/** A column that is called like one of images and holds some. */
function findImages(row: Row): string | undefined {
  return Object.keys(row).find(
    (column) => /^(images?|pictures?|이미지|그림)$/i.test(column) && holdsImages(row[column]),
  );
}

/** A column that is called like one of what a question is about, holds a text, and is nothing else. */
export function passageIn(row: Row, columns: NamedColumns): string | undefined {
  const { clusterCol: _, ...others } = columns;
  const used: readonly unknown[] = Object.values(others);
  return Object.keys(row).find((column) => {
    const value = row[column];
    const isCalled = /^(context|passage|paragraph|article|document|지문|본문)$/i.test(column);
    return isCalled && !used.includes(column) && typeof value === 'string' && value.trim() !== '';
  });
}

/** What was inferred, as it would be written: `inputCol "question", referenceCol "answer"`. */
export function shownColumns(columns: NamedColumns, given: Given): string {
  return Object.entries(columns)
    .filter(([param, column]) => column !== undefined && given[param as keyof ColumnMap] === undefined)
    .map(([param, column]) => `${param} ${JSON.stringify(column)}`)
    .join(', ');
}
