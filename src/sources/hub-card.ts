import { parse } from 'yaml';
import { z } from 'zod';
import { HretError, messageOf } from '../errors.js';

const paths = z.union([z.string(), z.array(z.string())]).transform((path) => [path].flat());
const splitPaths = z.object({ split: z.string(), path: paths });
const dataFiles = z.union([
  // Files without a split are the training split, as in Python's datasets.
  paths.transform((path) => [{ split: 'train', path }]),
  z.array(splitPaths),
]);
const config = z.object({
  config_name: z.string(),
  data_files: dataFiles.optional(),
  data_dir: z.string().optional(),
  default: z.boolean().optional(),
});
const card = z.object({ configs: z.array(config).optional() });

/** One entry of `configs:` in the front matter of a dataset's README: a subset, and the globs of its splits. */
export type CardConfig = z.output<typeof config>;

/** The subsets a dataset's README declares; empty when it declares none. */
export function cardConfigs(readme: string, where: string): readonly CardConfig[] {
  const frontMatter = /^\uFEFF?---\r?\n(.*?)\r?\n---\s*(?:\n|$)/s.exec(readme)?.[1];
  if (frontMatter === undefined) return [];
  const parsed = card.safeParse(yamlIn(frontMatter, where) ?? {});
  if (parsed.success) return parsed.data.configs ?? [];
  const issue = parsed.error.issues[0];
  throw new HretError(
    'data',
    `${where}: ${issue?.path.join('.') ?? 'front matter'}: ${issue?.message ?? 'unreadable'}.`,
  );
}

function yamlIn(text: string, where: string): unknown {
  try {
    return parse(text);
  } catch (error) {
    throw new HretError('data', `${where}: the front matter is not valid YAML: ${messageOf(error)}`, { cause: error });
  }
}
