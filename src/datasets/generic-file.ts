import { dirname, resolve } from 'node:path';
import { z } from 'zod';
import type { Dataset } from '../core/dataset.js';
import type { DatasetPlugin, DatasetRequest } from '../core/plugin.js';
import { optionsOf, type Sample } from '../core/sample.js';
import { HretError } from '../errors.js';
import { rowMapper } from '../sources/columns.js';
import { fileFormats, openFile, type RowFile } from '../sources/file.js';
import type { Row } from '../sources/row.js';
import { didYouMean } from '../util/did-you-mean.js';
import { flatten } from '../util/flatten.js';
import { rowTemplate } from './row-template.js';

const name = 'generic_file';
/** Hashing a larger file would be felt at every start. */
const DIGEST_BYTES = 64 * 1024 * 1024;

const column = (help: string) => z.string().min(1).optional().describe(help);

const options = z.strictObject({
  path: z
    .string()
    .min(1)
    .optional()
    .describe('the data file: .jsonl, .json, .csv, .tsv (or these as .gz), .parquet, .xlsx'),
  filePath: z.string().min(1).optional().describe('the same as path'),
  inputCol: z.string().min(1).default('input').describe('column of the question'),
  referenceCol: z.string().min(1).default('reference').describe('column of the right answer'),
  optionsCol: column('column of the options: a JSON list, or texts with | between; makes choice questions'),
  answersFrom: z
    .union([z.literal(0), z.literal(1)])
    .optional()
    .describe('what numbers that name an option count from, 0 or 1 (default 1, where they are not the text of one)'),
  idCol: column('column of the id; default "id" if there is one, else rows are called row-1, row-2, …'),
  groupCol: column('column of the group results are reported by; subset then picks groups'),
  clusterCol: column('column of what questions share, such as a passage, for clustered standard errors'),
  imagesCol: column('column of images: addresses, data URIs, bytes, or paths relative to the data file'),
  format: z.enum(fileFormats).optional().describe('for a file whose name does not tell the format'),
  basePromptTemplate: z
    .string()
    .optional()
    .describe('what is asked; {input} is the question, {options} its options as (A), (B), … lines, {name} a column'),
});

type Options = z.output<typeof options>;

/** Questions from a file of the user's own. */
export const plugin: DatasetPlugin<Options> = {
  name,
  summary: 'your own file: JSON Lines, JSON, CSV, TSV, Parquet or Excel, with the columns you name',
  options,
  license: 'that of your file',
  citation: 'that of your file',
  async create(given, request): Promise<Dataset> {
    refuseSplit(request);
    const file = await openFile(pathOf(given), { format: given.format, cwd: request.cwd });
    const read = sampleReader(file, given, request);
    const first = await firstOf(read()); // wrong columns are told now, not when the run has begun
    if (first !== undefined && hidesOptions(first)) request.warn(unseenOptions);
    const source = {
      path: file.path,
      format: file.format,
      ...(file.bytes <= DIGEST_BYTES && { digest: await file.digest() }),
    };
    const groups = request.subset;
    if (groups === undefined) {
      const size = file.size === undefined ? {} : { size: file.size };
      return { name, ...size, source, samples: (signal) => flatten(read(signal)) };
    }
    const size = await countGroups(read(), groups, given, file.path);
    return { name, subset: groups, size, source, samples: (signal) => flatten(only(groups, read(signal))) };
  },
};

function pathOf({ path, filePath }: Options): string {
  const given = path ?? filePath;
  if (given !== undefined && (path === undefined || filePath === undefined)) return given;
  const found = given === undefined ? 'has no file to read' : 'got both path and filePath, which mean the same';
  throw new HretError('usage', `${name} ${found}. Set datasetParams.path to the data file.`);
}

function refuseSplit({ split }: DatasetRequest): void {
  if (split === undefined) return;
  throw new HretError(
    'usage',
    `${name} reads one file, which has no splits, so split: "${split}" means nothing here. Leave split out; for another split, set path to its file.`,
  );
}

type SampleBatches = AsyncGenerator<readonly Sample[]>;

/** Reads the file from the first row, each time it is called. */
function sampleReader(
  file: RowFile,
  given: Options,
  { cwd, warn }: DatasetRequest,
): (signal?: AbortSignal) => SampleBatches {
  const ask = promptWriter(given.basePromptTemplate);
  const folder = { path: dirname(resolve(cwd, file.path)), warn: toldOnce(warn) };
  return async function* samples(signal) {
    const toSample = rowMapper(given, folder);
    for await (const rows of file.batches(signal)) {
      const good: Sample[] = [];
      for (const row of rows) {
        try {
          good.push(ask(toSample(row), row.row));
        } catch (error) {
          yield good; // the rows before the bad one
          throw error;
        }
      }
      yield good;
    }
  };
}

/** One image outside the folder is told, not every one. */
function toldOnce(warn: (message: string) => void): (message: string) => void {
  let isTold = false;
  return (message) => {
    if (!isTold) warn(message);
    isTold = true;
  };
}

function promptWriter(basePromptTemplate: string | undefined): (sample: Sample, row: Row) => Sample {
  if (basePromptTemplate === undefined) return (sample) => sample;
  const template = rowTemplate(basePromptTemplate);
  return (sample, row) => ({ ...sample, input: template.fill(row, sample.input, optionLines(sample)) });
}

function optionLines({ target }: Sample): string {
  const lines = (optionsOf(target) ?? []).map((text, index) => `(${String.fromCharCode(65 + index)}) ${text}`);
  return lines.join('\n');
}

async function firstOf(batches: SampleBatches): Promise<Sample | undefined> {
  for await (const batch of batches) {
    if (batch.length > 0) return batch[0];
  }
  return undefined;
}

const unseenOptions =
  'The first question does not show its options, so the model cannot choose among them. To put them into every prompt, set datasetParams.basePromptTemplate to "{input}\\n{options}".';

/** Whether none of a question's options can be seen in what is asked. */
function hidesOptions({ input, target }: Sample): boolean {
  const choices = optionsOf(target) ?? [];
  return choices.length > 0 && !choices.some((choice) => input.includes(choice));
}

async function* only(groups: readonly string[], batches: SampleBatches): SampleBatches {
  for await (const batch of batches) yield batch.filter(({ group }) => group !== undefined && groups.includes(group));
}

/** How many samples the wanted groups have. Reads the whole file: a misspelt group is told before the run, not after. */
async function countGroups(
  batches: SampleBatches,
  wanted: readonly string[],
  { groupCol }: Options,
  path: string,
): Promise<number> {
  if (groupCol === undefined) {
    throw new HretError(
      'usage',
      `${name} has no subsets unless groupCol names the column that holds them. Set groupCol, or leave subset out.`,
    );
  }
  const counts = new Map<string, number>();
  for await (const batch of batches) {
    for (const { group } of batch) if (group !== undefined) counts.set(group, (counts.get(group) ?? 0) + 1);
  }
  for (const group of wanted) {
    if (counts.has(group)) continue;
    const known = [...counts.keys()];
    throw new HretError(
      'not_found',
      `${path} has no group "${group}" in column "${groupCol}".${didYouMean(group, known)} It has: ${known.slice(0, 50).join(', ') || 'none'}.`,
    );
  }
  return wanted.reduce((sum, group) => sum + (counts.get(group) ?? 0), 0);
}
