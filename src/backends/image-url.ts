import { readFile, stat } from 'node:fs/promises';
import { extname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Image } from '../core/sample.js';
import { HretError, messageOf } from '../errors.js';
import { imageTypeOf } from '../util/image-type.js';

const BY_EXTENSION: Readonly<Record<string, string>> = { '.svg': 'image/svg+xml' };

/**
 * An image as a service takes it: http(s) and data URLs as they are, a file (relative to `cwd`) as a data URL with the
 * type its bytes show. One of more than `maxBytes` is an error, as are files and data URLs that hold no image.
 */
export async function imageUrl({ url }: Image, cwd: string, maxBytes: number): Promise<string> {
  if (/^https?:/i.test(url)) return url;
  if (/^data:/i.test(url)) return checkedData(url, maxBytes);
  const path = /^file:/i.test(url) ? fileURLToPath(url) : resolve(cwd, url);
  const bytes = await bytesOf(path, maxBytes);
  return `data:${mimeOf(path, bytes)};base64,${bytes.toString('base64')}`;
}

function checkedData(url: string, maxBytes: number): string {
  const head = /^data:([^;,]*)(;[^,]*)?,/i.exec(url);
  const [whole = '', mime = '', parameters = ''] = head ?? [];
  if (!/^image\//i.test(mime)) {
    throw new HretError('data', `The data URL ${url.slice(0, 40)}… holds no image: it should begin with data:image/.`);
  }
  const length = url.length - whole.length;
  checkSize(/;base64$/i.test(parameters) ? Math.floor(length * 0.75) : length, `The data URL ${whole}…`, maxBytes);
  return url;
}

async function bytesOf(path: string, maxBytes: number): Promise<Buffer> {
  try {
    checkSize((await stat(path)).size, `The image ${path}`, maxBytes);
    return await readFile(path);
  } catch (cause) {
    if (cause instanceof HretError) throw cause;
    throw new HretError('data', `The image ${path} cannot be read: ${messageOf(cause)}`, { cause });
  }
}

function checkSize(size: number, what: string, maxBytes: number): void {
  if (size <= maxBytes) return;
  throw new HretError(
    'data',
    `${what} has ${size} bytes, more than the ${maxBytes} an image may have (maxImageBytes). Make it smaller, or raise the limit.`,
  );
}

/** By its first bytes, since names lie; by its name where they do not tell. */
function mimeOf(path: string, bytes: Buffer): string {
  const known = imageTypeOf(bytes) ?? BY_EXTENSION[extname(path).toLowerCase()];
  if (known !== undefined) return known;
  throw new HretError('data', `The file ${path} is no image of a kind we know (png, jpeg, gif, webp, …).`);
}
