import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { parse, stringify } from 'yaml';
import { z } from 'zod';
import type { Json } from '../../core/json.js';
import { HretError, messageOf } from '../../errors.js';
import { writeFileAtomic } from '../../util/atomic-file.js';
import { sha256 } from '../../util/canonical.js';
import { cleanKey } from './key-names.js';

/** `meta.yaml` of an experiment, a run, a dataset or an input. */
export type Meta = Readonly<Record<string, Json>>;

const metaSchema = z.record(z.string(), z.json());
const LONGEST_FILE_NAME = 200;

/**
 * What a key may be called where it is a file. A slash would make a folder of what may be a file too (`accuracy` and
 * `accuracy/law`), and file systems take fewer bytes than MLflow takes characters.
 */
export function cleanFileKey(key: string): string {
  const name = cleanKey(key).replaceAll('/', '.').replaceAll(':', '_');
  if (Buffer.byteLength(name) <= LONGEST_FILE_NAME) return name;
  const digest = `_${sha256(key).slice(0, 8)}`;
  const characters = Array.from(name);
  while (Buffer.byteLength(characters.join('')) > LONGEST_FILE_NAME - digest.length) characters.pop();
  return characters.join('') + digest;
}

export async function readMeta(folder: string): Promise<Meta> {
  const path = join(folder, 'meta.yaml');
  try {
    return metaSchema.parse(parse(await readFile(path, 'utf8')));
  } catch (cause) {
    throw new HretError('store', `${path} cannot be read: ${messageOf(cause)}.`, { cause });
  }
}

export async function writeMeta(folder: string, meta: Meta): Promise<void> {
  await writeFileAtomic(join(folder, 'meta.yaml'), stringify(meta));
}

/** A tag or a param is a file that holds its value and nothing else. */
export async function writeText(path: string, text: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, text);
}

export async function readTexts(folder: string): Promise<Record<string, string>> {
  const names = await namesIn(folder);
  const read = names.map(async (name) => [name, await readFile(join(folder, name), 'utf8')] as const);
  return Object.fromEntries(await Promise.all(read));
}

/** Ids of the experiments. */
export async function folders(root: string): Promise<string[]> {
  return (await namesIn(root)).filter((name) => /^\d+$/.test(name));
}

export async function experimentNamed(root: string, name: string): Promise<string | undefined> {
  for (const experimentId of await folders(root)) {
    const meta = await readMeta(join(root, experimentId)).catch(() => undefined);
    if (meta?.name === name) return experimentId;
  }
  return undefined;
}

/** A folder that is not there has no files. */
async function namesIn(folder: string): Promise<string[]> {
  return readdir(folder).catch(() => []);
}
