import { createHash } from 'node:crypto';
import { type FileHandle, mkdir, open } from 'node:fs/promises';
import { dirname } from 'node:path';

/** A file that is written and waits to be sent, with the digests W&B knows it by. */
export interface StagedFile {
  readonly path: string;
  readonly size: number;
  /** Base64. */
  readonly md5: string;
  /** Hex. */
  readonly sha256: string;
}

const BUFFERED = 256 * 1024;

/** Writes a file piece by piece and digests it on the way, so that no table has to fit into memory. */
export class StagedWriter {
  readonly #path: string;
  readonly #file: FileHandle;
  readonly #md5 = createHash('md5');
  readonly #sha256 = createHash('sha256');
  #size = 0;
  #pieces: string[] = [];
  #buffered = 0;

  private constructor(path: string, file: FileHandle) {
    this.#path = path;
    this.#file = file;
  }

  /** Replaces what is there. */
  static async create(path: string): Promise<StagedWriter> {
    await mkdir(dirname(path), { recursive: true });
    return new StagedWriter(path, await open(path, 'w'));
  }

  async write(text: string): Promise<void> {
    this.#pieces.push(text);
    this.#buffered += text.length;
    if (this.#buffered >= BUFFERED) await this.#flush();
  }

  async end(): Promise<StagedFile> {
    await this.#flush();
    await this.#file.close();
    return {
      path: this.#path,
      size: this.#size,
      md5: this.#md5.digest('base64'),
      sha256: this.#sha256.digest('hex'),
    };
  }

  /** Releases the file after a failure; what was written of it is replaced by the next try. */
  async abandon(): Promise<void> {
    await this.#file.close().catch(() => undefined);
  }

  async #flush(): Promise<void> {
    const bytes = Buffer.from(this.#pieces.join(''), 'utf8');
    this.#pieces = [];
    this.#buffered = 0;
    this.#md5.update(bytes);
    this.#sha256.update(bytes);
    this.#size += bytes.length;
    await this.#file.appendFile(bytes);
  }
}

/** Writes one file whole. */
export async function stage(path: string, pieces: Iterable<string> | AsyncIterable<string>): Promise<StagedFile> {
  const writer = await StagedWriter.create(path);
  try {
    for await (const piece of pieces) await writer.write(piece);
    return await writer.end();
  } catch (error) {
    await writer.abandon();
    throw error;
  }
}
