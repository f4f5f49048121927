import { readFile } from 'node:fs/promises';
import { extname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Image } from '../core/sample.js';
import { HretError, messageOf } from '../errors.js';

const BY_FIRST_BYTES: readonly (readonly [RegExp, string])[] = [
  [/^\x89PNG/, 'image/png'],
  [/^\xff\xd8\xff/, 'image/jpeg'],
  [/^GIF8/, 'image/gif'],
  [/^RIFF....WEBP/s, 'image/webp'],
];
const BY_EXTENSION: Readonly<Record<string, string>> = {
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.jpeg': 'image/jpeg',
  '.gif': 'image/gif',
  '.webp': 'image/webp',
  '.bmp': 'image/bmp',
  '.tif': 'image/tiff',
  '.tiff': 'image/tiff',
  '.avif': 'image/avif',
  '.heic': 'image/heic',
  '.svg': 'image/svg+xml',
};

/** An image as a service takes it: http(s) and data URLs as they are, a file (relative to `cwd`) as a data URL. */
export async function imageUrl({ url }: Image, cwd: string): Promise<string> {
  if (/^(https?:|data:)/i.test(url)) return url;
  const path = /^file:/i.test(url) ? fileURLToPath(url) : resolve(cwd, url);
  const bytes = await readFile(path).catch((cause: unknown) => {
    throw new HretError('data', `The image ${path} cannot be read: ${messageOf(cause)}`, { cause });
  });
  return `data:${mimeOf(path, bytes)};base64,${bytes.toString('base64')}`;
}

/** By its first bytes, since names lie; by its name where they do not tell. */
function mimeOf(path: string, bytes: Buffer): string {
  const head = bytes.toString('latin1', 0, 12);
  const known =
    BY_FIRST_BYTES.find(([pattern]) => pattern.test(head))?.[1] ?? BY_EXTENSION[extname(path).toLowerCase()];
  if (known !== undefined) return known;
  throw new HretError('data', `The file ${path} is no image of a kind we know (png, jpeg, gif, webp, …).`);
}
