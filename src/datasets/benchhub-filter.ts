import { z } from 'zod';
import type { JsonObject } from '../core/json.js';

// The ancestor took a bare text for a list of letters, which nearly everything contains.
const words = (help: string) =>
  z
    .union([
      z.array(z.string().min(1)),
      z
        .string()
        .min(1)
        .transform((word) => [word]),
    ])
    .optional()
    .describe(help);

/** What questions are chosen by: any of the words of a filter has to be in the value, and every filter has to pass. */
export const filterOptions = {
  problemTypes: words('MCQA, Binary, short-form, open-ended'),
  taskTypes: words('knowledge, reasoning, value/alignment'),
  targetTypes: words('general, local'),
  subjectTypes: words('for example history, tech/coding'),
  benchmarkNames: words('for example KMMLU, CLIcK'),
};

export interface Filters {
  readonly problemTypes?: readonly string[] | undefined;
  readonly taskTypes?: readonly string[] | undefined;
  readonly targetTypes?: readonly string[] | undefined;
  readonly subjectTypes?: readonly string[] | undefined;
  readonly benchmarkNames?: readonly string[] | undefined;
}

const columns = {
  problemTypes: 'problem_type',
  taskTypes: 'task_type',
  targetTypes: 'target_type',
  subjectTypes: 'subject_type',
  benchmarkNames: 'benchmark_name',
} as const satisfies Record<keyof Filters, string>;

/** Whether a question passes: parts of words count, and capitals do not. */
export function benchHubFilter(filters: Filters): (metadata: JsonObject) => boolean {
  const tests = Object.entries(columns).flatMap(([name, column]) => {
    const wanted = filters[name as keyof Filters]?.map((word) => word.toLowerCase()) ?? [];
    return wanted.length === 0 ? [] : [{ wanted, column }];
  });
  return (metadata) =>
    tests.every(({ wanted, column }) => {
      const values = [metadata[column] ?? ''].flat().map((value) => String(value).toLowerCase());
      return values.some((value) => wanted.some((word) => value.includes(word)));
    });
}
