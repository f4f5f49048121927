import { HretError } from '../errors.js';
import { compileTemplate } from '../prompts/python-format.js';
import type { Row } from '../sources/row.js';
import { toJson } from '../util/to-json.js';

const option = 'datasetParams.basePromptTemplate';

/** A template of the user for rows of any columns. */
export interface RowTemplate {
  /** What it shows: `input`, `options`, and columns by their names. */
  readonly keys: ReadonlySet<string>;
  fill(row: Row, input: string, options: string): string;
}

/** Reads one: `{input}` is the question, `{options}` its options, and any other name a column of the row. */
export function rowTemplate(template: string): RowTemplate {
  const { keys, fill } = compileTemplate(template, undefined, option);
  if (!keys.has('input')) throw new HretError('usage', `${option} has no {input}, so every prompt would be the same.`);
  const hasColumns = [...keys].some((key) => key !== 'input' && key !== 'options');
  return { keys, fill: (row, input, options) => fill({ ...(hasColumns ? textsOf(row) : {}), input, options }) };
}

function textsOf(row: Row): Record<string, string> {
  return Object.fromEntries(Object.entries(row).map(([column, value]) => [column, textOf(value)]));
}

/** A cell without a value shows nothing. */
function textOf(value: unknown): string {
  if (value === null || value === undefined) return '';
  return typeof value === 'object' ? JSON.stringify(toJson(value)) : String(value);
}
