import { sampleProblem } from '../core/check-sample.js';
import type { DatasetDefinition, DefinedRow } from '../core/dataset-definition.js';
import type { Sample } from '../core/sample.js';
import { HretError, messageOf } from '../errors.js';
import { type ImageFolder, imagesIn } from '../sources/image-cells.js';
import { clusterName } from '../util/cluster-name.js';

/** The function of a module that each part of a sample comes from. */
const hooks: Readonly<Record<string, string>> = {
  id: 'getId',
  input: 'getPrompt',
  target: 'getTarget',
  group: 'getGroup',
  metadata: 'getMetadata',
};

/** The sample that a module makes of a row. What its functions throw, or give that is none, is told with the row. */
export function definedSample(
  definition: DatasetDefinition,
  row: DefinedRow,
  index: number,
  where: string,
  folder: ImageFolder,
): Sample {
  const sample = made(definition, row, index, where, folder);
  const problem = sampleProblem(sample);
  if (problem === undefined) return sample;
  const [part = '', ...below] = problem.path;
  const place = [hooks[part] ?? part, ...below].join(': ');
  throw new HretError('data', `${where}: ${place}: ${problem.message}`);
}

function made(
  definition: DatasetDefinition,
  row: DefinedRow,
  index: number,
  where: string,
  folder: ImageFolder,
): Sample {
  try {
    const target = textOf(definition.getTarget(row));
    const group = textOf(definition.getGroup?.(row));
    const images = imagesIn({ value: definition.getImages?.(row) ?? [], column: 'getImages', where }, folder);
    const cluster = clusterName(definition.getCluster?.(row));
    const metadata = definition.getMetadata?.(row);
    return {
      id: textOf(definition.getId?.(row, index)) ?? `${definition.name}-${index + 1}`,
      input: definition.getPrompt(row),
      target: typeof target === 'string' ? { kind: 'text', accepted: [target] } : target,
      ...(images.length === 0 ? {} : { images }),
      // A row may be without a group.
      ...(group === undefined || group === null || group === '' ? {} : { group }),
      ...(cluster === undefined ? {} : { cluster }),
      ...(metadata === undefined ? {} : { metadata }),
    };
  } catch (cause) {
    if (cause instanceof HretError) throw cause;
    throw new HretError('data', `${where}: ${messageOf(cause)}`, { cause });
  }
}

/** Numbers stand for their text, as in a file. */
function textOf<Value>(value: Value | number): Exclude<Value, number> | string {
  return typeof value === 'number' ? String(value) : (value as Exclude<Value, number>);
}
