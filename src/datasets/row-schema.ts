import { type ZodType, z } from 'zod';
import { HretError } from '../errors.js';
import type { SourceRow } from '../sources/row.js';

const absent = (value: unknown) => value === null || value === undefined;

/** A text column. Formats with types may hold a number where the text is all digits. */
export const text = z
  .union([z.string(), z.number(), z.boolean()], {
    error: ({ input }) => (absent(input) ? 'has no value' : 'holds no text'),
  })
  .transform(String);

/** A text that says something. */
export const written = text.refine((value) => value.trim() !== '', { error: 'is empty' });

/** A whole number, which CSV writes as text. */
export const wholeNumber = z
  .union([z.number(), z.string().regex(/^\s*-?\d+(\.0*)?\s*$/)], {
    error: ({ input }) =>
      absent(input) || input === '' ? 'has no value' : `holds ${JSON.stringify(input)}, which is no number`,
  })
  .transform(Number)
  .refine(Number.isInteger, { error: 'is no whole number' });

/** The answer of a choice question whose key names none of its choices; only `compat: "hret"` keeps such a question, as one that is never right. */
export const noChoice = -1;

/** A row in the shape its dataset promises; throws which row and which column is not. */
export function checkedRow<Row>(schema: ZodType<Row>, { row, where }: SourceRow): Row {
  const parsed = schema.safeParse(row);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const [column, ...inside] = issue?.path ?? [];
  const hint =
    column === undefined || Object.hasOwn(row, column) ? '' : ` The row has: ${Object.keys(row).join(', ')}.`;
  throw badColumn(
    where,
    [column, ...inside].map(String).join('.'),
    `${issue?.message ?? 'is not as expected'}.${hint}`,
  );
}

/** The error of one value: `HAERAE-HUB/KMMLU Accounting/test row 17: column "answer" …`. */
export function badColumn(where: string, column: string, problem: string): HretError {
  return new HretError('data', `${where}: column "${column}" ${problem}`);
}
