import { createHash, type Hash, randomBytes } from 'node:crypto';
import { type FileHandle, mkdir, open, rename, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { HretError } from '../errors.js';
import { type RepoCache, unwritable } from './hub-cache.js';
import { askHub, type FileMetadata, type HubConnection, type HubReply, unreachable, withRetries } from './hub-http.js';
import { downloadCommand, pagePathOf, type RepoKind } from './hub-repo-kind.js';

/** A file of a repository at one commit. */
export interface HubFile {
  readonly repo: string;
  readonly commit: string;
  readonly path: string;
}

/** The file on this machine: from the cache, or downloaded into it. A download that breaks off goes on where it was. */
export async function localFile(
  hub: HubConnection,
  cache: RepoCache,
  file: HubFile,
  signal?: AbortSignal,
): Promise<string> {
  const cached = await cache.find(file.commit, file.path);
  if (cached !== undefined) return cached;
  if (hub.settings.isOffline) throw notCached(hub.kind, file);
  const download = new Download(hub, cache, file, signal);
  try {
    const etag = await withRetries(hub.world, signal, () => download.goOn());
    return await cache.link(file.commit, file.path, etag);
  } finally {
    await download.close();
  }
}

/** The error of a file that is needed offline and is not there. */
export function notCached(kind: RepoKind, { repo, path, commit }: HubFile): HretError {
  return new HretError(
    'not_found',
    `${repo}: ${path} is not in the cache and HF_HUB_OFFLINE is set. Run once without it, or fetch the file: ` +
      downloadCommand(kind, `${repo} "${path}"`, commit),
  );
}

/** One file on its way into `blobs/`, over as many requests as it takes. */
class Download {
  readonly #hub: HubConnection;
  readonly #cache: RepoCache;
  readonly #file: HubFile;
  readonly #signal: AbortSignal | undefined;
  #part: { readonly path: string; readonly handle: FileHandle; readonly etag: string } | undefined;
  #written = 0;
  #digest: Hash = createHash('sha256');

  constructor(hub: HubConnection, cache: RepoCache, file: HubFile, signal: AbortSignal | undefined) {
    this.#hub = hub;
    this.#cache = cache;
    this.#file = file;
    this.#signal = signal;
  }

  /** One request; the etag once the blob is whole. */
  async goOn(): Promise<string> {
    const reply = await this.#ask();
    const etag = this.#etagOf(reply);
    if (await isWhole(this.#cache.blobPath(etag), reply)) {
      await reply.response.body?.cancel();
      return etag;
    }
    await this.#receive(reply, etag);
    await this.#finish(reply, etag);
    return etag;
  }

  async close(): Promise<void> {
    if (this.#part === undefined) return;
    await this.#part.handle.close();
    await rm(this.#part.path, { force: true });
  }

  #ask(): Promise<HubReply> {
    const { repo, commit, path } = this.#file;
    const escaped = path.split('/').map(encodeURIComponent).join('/');
    return askHub(this.#hub, {
      repo,
      path: `${pagePathOf(this.#hub.kind, repo)}/resolve/${commit}/${escaped}`,
      thing: path,
      headers: this.#written > 0 ? { range: `bytes=${this.#written}-` } : {},
      signal: this.#signal,
    });
  }

  #etagOf({ etag }: FileMetadata): string {
    // The etag becomes a file name.
    if (etag !== undefined && /^[\w.+-]+$/.test(etag) && !/^\.+$/.test(etag)) return etag;
    const { endpoint } = this.#hub.settings;
    throw new HretError('data', `${endpoint} sent no usable etag for ${this.#file.path}; is it a Hugging Face hub?`);
  }

  async #receive({ response }: HubReply, etag: string): Promise<void> {
    const handle = await this.#openPart(etag);
    if (response.status !== 206) await this.#startOver();
    else if (firstByteOf(response) !== this.#written) throw await this.#damaged();
    for await (const chunk of this.#chunksOf(response)) {
      await writeWhole(handle, chunk, this.#written).catch((error: unknown) => {
        throw unwritable(this.#cache.folder, error);
      });
      this.#digest.update(chunk);
      this.#written += chunk.length;
    }
  }

  async *#chunksOf({ body, url }: Response): AsyncGenerator<Uint8Array> {
    try {
      if (body !== null) yield* body;
    } catch (error) {
      throw unreachable(new URL(url || this.#hub.settings.endpoint).origin, error, this.#signal);
    }
  }

  async #openPart(etag: string): Promise<FileHandle> {
    if (this.#part?.etag === etag) return this.#part.handle;
    await this.close();
    // A name of its own: two processes may download the same file, and the one that is done first does no harm to the other.
    const path = `${this.#cache.blobPath(etag)}.${randomBytes(4).toString('hex')}.incomplete`;
    try {
      await mkdir(dirname(path), { recursive: true });
      this.#part = { path, etag, handle: await open(path, 'wx') };
    } catch (error) {
      throw unwritable(this.#cache.folder, error);
    }
    await this.#startOver();
    return this.#part.handle;
  }

  async #startOver(): Promise<void> {
    this.#written = 0;
    this.#digest = createHash('sha256');
    await this.#part?.handle.truncate(0);
  }

  /** Checks what arrived and puts it into place in one step. */
  async #finish({ size }: FileMetadata, etag: string): Promise<void> {
    if (size !== undefined && this.#written < size) {
      const { repo, path } = this.#file;
      const message = `${repo}: ${path} broke off after ${this.#written} of ${size} bytes.`;
      throw new HretError('data', message, { isRetryable: true });
    }
    const isTooLong = size !== undefined && this.#written > size;
    const isDigest = /^[0-9a-f]{64}$/.test(etag);
    if (isTooLong || (isDigest && this.#digest.digest('hex') !== etag)) throw await this.#damaged();
    await this.#putIntoPlace(etag);
  }

  async #damaged(): Promise<HretError> {
    await this.#startOver();
    const message = `${this.#file.repo}: ${this.#file.path} arrived damaged: its content is not what the hub announced.`;
    return new HretError('data', message, { isRetryable: true });
  }

  async #putIntoPlace(etag: string): Promise<void> {
    if (this.#part === undefined) return;
    try {
      await this.#part.handle.close();
      await rename(this.#part.path, this.#cache.blobPath(etag));
    } catch (error) {
      throw unwritable(this.#cache.folder, error);
    }
    this.#part = undefined;
  }
}

/** A disk may take a part of what it is given. */
async function writeWhole(handle: FileHandle, bytes: Uint8Array, position: number): Promise<void> {
  for (let written = 0; written < bytes.length; ) {
    const { bytesWritten } = await handle.write(bytes, written, bytes.length - written, position + written);
    written += bytesWritten;
  }
}

async function isWhole(blob: string, { size }: FileMetadata): Promise<boolean> {
  const found = await stat(blob).catch(() => undefined);
  return found?.isFile() === true && (size === undefined || found.size === size);
}

function firstByteOf(response: Response): number | undefined {
  const first = /^bytes (\d+)-/.exec(response.headers.get('content-range') ?? '')?.[1];
  return first === undefined ? undefined : Number(first);
}
