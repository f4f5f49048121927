import { isAbsolute, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import type { Image } from '../core/sample.js';
import { imageTypeOf } from '../util/image-type.js';
import { type Cell, cellError, isAbsent, listOf } from './cell.js';

/** Where paths of images begin. */
export interface ImageFolder {
  /** Absent: the rows are those of others, and name no files of this machine. */
  readonly path: string | undefined;
  /** Told of the first image that lies outside. */
  readonly warn?: (message: string) => void;
}

const place = z.string().nullish();
/**
 * How formats with types keep an image: Parquet as bytes and the name of the file they came from (bytes are base64 here),
 * the hub's dataset server as an address that it calls `src`, messages of chats as `image_url`.
 */
const struct = z.looseObject({
  bytes: place,
  path: place,
  src: place,
  url: place,
  image_url: z.union([z.string(), z.looseObject({ url: z.string() }).transform(({ url }) => url)]).nullish(),
});

/** The images of a cell: one or a list of addresses, data URIs, paths, or of structs that hold bytes or an address. */
export function imagesIn(cell: Cell, folder: ImageFolder): Image[] {
  const { value } = cell;
  if (isAbsent(value) || value === '') return [];
  const places = typeof value === 'string' ? (listOf(cell) ?? [value]) : [value].flat();
  return places.filter((one) => !isAbsent(one)).map((one) => ({ url: urlOf(one, cell, folder) }));
}

/** Whether a value looks like an image, or a list of them: a struct with bytes or an address, or an address as text. */
export function holdsImages(value: unknown): boolean {
  const [first] = [value].flat();
  if (typeof first === 'string') return /^(https?:\/\/|data:image\/)/i.test(first);
  const { data } = struct.safeParse(first);
  return Boolean(data?.bytes || data?.src || data?.url || data?.image_url);
}

function urlOf(value: unknown, cell: Cell, folder: ImageFolder): string {
  if (typeof value === 'string') return placeOf(value, cell, folder);
  const { data } = struct.safeParse(value);
  if (data?.bytes) return dataUri(data.bytes, cell);
  const named = data?.src ?? data?.url ?? data?.image_url ?? data?.path;
  if (named) return placeOf(named, cell, folder);
  throw cellError(cell, 'holds no image: expected an address, a data URI, a path, or bytes.');
}

function dataUri(text: string, cell: Cell): string {
  // Bytes that happen to be a text were read as one.
  const isBase64 = /^[A-Za-z0-9+/\s]+={0,2}$/.test(text);
  const bytes = isBase64 ? Buffer.from(text, 'base64') : Buffer.from(text, 'utf8');
  const type = imageTypeOf(bytes) ?? (/^\s*(<\?xml|<svg)/.test(text) ? 'image/svg+xml' : undefined);
  if (type === undefined) throw cellError(cell, 'holds bytes of no image we know (png, jpeg, gif, webp, …).');
  return `data:${type};base64,${bytes.toString('base64')}`;
}

function placeOf(named: string, cell: Cell, { path: folder, warn }: ImageFolder): string {
  if (named.trim() === '') throw cellError(cell, 'names an image without a path or address.');
  const isFile = /^file:/i.test(named);
  if (!isFile && hasScheme(named)) return named;
  if (folder === undefined)
    throw cellError(
      cell,
      `names the file ${JSON.stringify(named)}, and rows of the hub are given no files of this machine. Download the dataset and read it with generic_file, where paths begin at the data file.`,
    );
  const path = isFile ? fileURLToPath(named) : resolve(folder, named);
  const inside = relative(folder, path);
  if (inside.startsWith('..') || isAbsolute(inside))
    warn?.(`Column "${cell.column}" names images outside the folder of the data, the first is ${path}. They are read.`);
  return path;
}

/** `https:`, `data:`; a single letter is a drive. */
function hasScheme(named: string): boolean {
  return /^[a-z][a-z\d+.-]+:/i.test(named);
}
