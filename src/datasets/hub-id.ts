import { z } from 'zod';
import type { Dataset } from '../core/dataset.js';
import type { DatasetPlugin, DatasetRequest } from '../core/plugin.js';
import { HretError } from '../errors.js';
import { rowMapper } from '../sources/columns.js';
import { openHubRepo } from '../sources/hub.js';
import type { RowLibrary, SplitRows } from '../sources/row-library.js';
import { choiceLines } from './choice-lines.js';
import { answersFrom } from './hub-id-answers.js';
import { columnsOf, type NamedColumns, passageIn, shownColumns } from './hub-id-columns.js';
import { isNotFound, openSplit } from './open-split.js';
import { type RowTemplate, rowTemplate } from './row-template.js';

const column = (help: string) => z.string().min(1).optional().describe(`${help}; inferred where it is not named`);

const options = z.strictObject({
  revision: z.string().min(1).optional().describe('branch, tag or commit on the hub (default main)'),
  token: z.string().min(1).optional().describe('hub token (default HF_TOKEN)'),
  inputCol: column('column of the question'),
  referenceCol: column('column of the right answer'),
  optionsCol: column('column of the options'),
  answersFrom: z
    .union([z.literal(0), z.literal(1)])
    .optional()
    .describe('what numbers that name an option count from, 0 or 1; inferred where a row tells'),
  idCol: column('column of the id'),
  groupCol: z.string().min(1).optional().describe('column of the group results are reported by'),
  clusterCol: z
    .string()
    .min(1)
    .optional()
    .describe('column of what questions share, such as a passage, for clustered standard errors'),
  imagesCol: column('column of images: bytes, addresses or data URIs'),
  basePromptTemplate: z
    .string()
    .optional()
    .describe('what is asked; {input} is the question, {options} its options, {name} a column'),
});
type Options = z.output<typeof options>;

/** Rows of others name no files of this machine. */
const fromTheHub = { path: undefined };

/** What a dataset of the hub is called: `org/name`. */
export function isHubId(name: string): boolean {
  return /^[\w-][\w.-]*\/[\w-][\w.-]*$/.test(name);
}

/** Any dataset of the hub by its name. Its columns are named or inferred, and what was inferred is told in a warning. */
export function hubIdPlugin(repo: string): DatasetPlugin<Options> {
  return {
    name: repo,
    summary: `the dataset ${repo} of the hub`,
    options,
    findsSplits: true,
    homepage: `https://huggingface.co/datasets/${repo}`,
    create: (given, request) => openHubId(repo, given, request),
  };
}

async function openHubId(repo: string, given: Options, request: DatasetRequest): Promise<Dataset> {
  const library = await openHubRepo({ repo, revision: given.revision, token: given.token }, request);
  const parts: { subset?: string; rows: SplitRows }[] = [];
  for (const subset of request.subset ?? [undefined]) {
    const rows = await splitRows(library, subset, request);
    parts.push({ rows, ...(subset === undefined ? {} : { subset }) });
  }
  const [first] = parts;
  if (first === undefined) throw new HretError('usage', `subset is an empty list; leave it out to read ${repo}.`);
  const template = rowTemplate(given.basePromptTemplate || '{input}');
  const columns = await inferred(repo, given, template, first.rows, request);
  return {
    name: repo,
    split: first.rows.split,
    ...(request.subset === undefined ? {} : { subset: request.subset }),
    source: first.rows.source,
    async *samples(signal) {
      for (const { subset, rows } of parts) {
        const toSample = rowMapper(columns, fromTheHub);
        for await (const row of rows.rows(signal)) {
          signal?.throwIfAborted();
          const sample = toSample(row);
          const { target } = sample;
          const shown = target.kind === 'choice' ? choiceLines(target.choices) : '';
          const group = sample.group ?? subset;
          yield {
            ...sample,
            ...(subset === undefined ? {} : { id: `${subset}-${sample.id}` }),
            input: template.fill(row.row, sample.input, shown),
            ...(group === undefined ? {} : { group }),
          };
        }
      }
    },
  };
}

/** The split that is asked for, or the one of the settings; else `test`, `validation` or `train`, the first there is, which is said. */
async function splitRows(library: RowLibrary, subset: string | undefined, request: DatasetRequest): Promise<SplitRows> {
  const { split, preferredSplit, warn } = request;
  if (split !== undefined) return openSplit(library, subset, split, warn);
  const preferred = preferredSplit && (await ifThere(openSplit(library, subset, preferredSplit, warn)));
  if (preferred) return preferred;
  const why =
    preferredSplit === undefined
      ? 'several splits and none is named'
      : `no split "${preferredSplit}" (the default split of the settings)`;
  try {
    const only = await library.open(subset, undefined);
    if (preferredSplit !== undefined) warn(`${library.name} has ${why}: "${only.split}" is read.`);
    return only;
  } catch (error) {
    for (const usual of ['test', 'validation', 'train']) {
      const rows = await ifThere(library.open(subset, usual));
      if (rows === undefined) continue;
      warn(`${library.name} has ${why}: "${rows.split}" is read.`);
      return rows;
    }
    throw error;
  }
}

function ifThere(rows: Promise<SplitRows>): Promise<SplitRows | undefined> {
  return rows.catch((error) => {
    if (isNotFound(error)) return undefined;
    throw error;
  });
}

async function inferred(
  repo: string,
  given: Options,
  { keys }: RowTemplate,
  rows: SplitRows,
  request: DatasetRequest,
): Promise<NamedColumns> {
  for await (const { row } of rows.rows()) {
    const named = columnsOf(repo, row, given);
    const isNumbered = named.optionsCol !== undefined && named.answersFrom === undefined;
    const columns = isNumbered ? { ...named, answersFrom: await answersFrom(repo, named, rows) } : named;
    const told = shownColumns(columns, given);
    if (told !== '')
      request.warn(`${repo}: the columns were taken to be ${told}. Name them in datasetParams to be sure.`);
    const passage = passageIn(row, columns);
    if (passage !== undefined && !keys.has(passage))
      request.warn(
        `${repo}: column "${passage}" is not shown to the model; "{${passage}}\\n{input}" as datasetParams.basePromptTemplate shows it.`,
      );
    if (columns.optionsCol !== undefined && !keys.has('options'))
      request.warn(
        `${repo}: options are not shown to the model unless the question shows them; "{input}\\n{options}" as datasetParams.basePromptTemplate does.`,
      );
    return columns;
  }
  throw new HretError('data', `${repo} ${rows.split} has no rows.`);
}
