import { type ZodType, z } from 'zod';
import { cellError } from '../sources/cell.js';
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

/** A text that may be missing; a blank one is missing too. */
export const said = text.nullish().transform((value) => (value?.trim() ? value : undefined));

/** A list, of what is said for each part of it. */
export function listOf<Part extends ZodType>(part: Part, fewest = 0): z.ZodArray<Part> {
  return z
    .array(part, { error: ({ input }) => (absent(input) ? 'has no value' : 'holds no list') })
    .min(fewest, { error: `has fewer than ${fewest} parts` });
}

/** A whole number, which CSV writes as text. */
export const wholeNumber = z
  .union([z.number(), z.string().trim().min(1, 'is empty')], {
    error: ({ input }) => (absent(input) ? 'has no value' : 'holds no number'),
  })
  .refine((value) => Number.isInteger(Number(value)), {
    error: ({ input }) => `holds ${JSON.stringify(input)}, which is no whole number`,
  })
  .transform(Number);

/** `18` for `18.0`, which is what a column of floats makes of it; other texts as they are. */
export function exactNumber(answer: string): string {
  return answer.replace(/^([+-]?\d+)\.0+$/, '$1');
}

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
  const cell = { value: undefined, column: [column, ...inside].map(String).join('.'), where };
  throw cellError(cell, `${issue?.message ?? 'is not as expected'}.${hint}`);
}
