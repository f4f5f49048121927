import { closeSync, fdatasync, fdatasyncSync, openSync, writeSync } from 'node:fs';
import { HretError } from '../errors.js';
import { diskError } from './disk-error.js';

const BUFFER_BYTES = 256 * 1024;
/** The most bytes a UTF-16 unit takes in UTF-8. */
const BYTES_PER_UNIT = 3;
const LINE_END = 0x0a;
const SYNC_AFTER_MS = 250;

/**
 * The writing end of a journal. Lines of one turn of the event loop go to the operating system in one write, so a killed
 * process loses nothing appended in an earlier turn; they go to the disk in the background within 250 ms, so a power
 * loss costs at most that. After a failed write every call throws: a journal with a hole would be no truth.
 */
export class Journal {
  readonly path: string;
  readonly #fd: number;
  #isOpen = true;
  #failure: HretError | undefined;
  readonly #buffer = Buffer.allocUnsafe(BUFFER_BYTES);
  /** Bytes of the buffer that are not written yet. */
  #filled = 0;
  #nextFlush: NodeJS.Immediate | undefined;
  #nextSync: NodeJS.Timeout | undefined;
  #syncing: Promise<void> | undefined;

  /** Goes on at the end of the file; makes it when there is none. */
  constructor(path: string) {
    this.path = path;
    this.#fd = openSync(path, 'a');
  }

  append(line: string): void {
    this.#requireWritable();
    const most = line.length * BYTES_PER_UNIT + 1;
    if (this.#filled + most > BUFFER_BYTES) this.flush();
    if (most > BUFFER_BYTES) this.#writeLong(line);
    else this.#fill(line);
  }

  /** Hands what was appended to the operating system now. */
  flush(): void {
    this.#requireWritable();
    this.#tryFlush();
    this.#requireWritable();
  }

  /** Waits until everything is on the disk. The file is closed even when that fails. */
  async close(): Promise<void> {
    if (!this.#isOpen) return;
    if (this.#failure === undefined) this.#tryFlush();
    this.#isOpen = false;
    clearTimeout(this.#nextSync);
    await this.#syncing;
    this.#attempt(() => fdatasyncSync(this.#fd));
    this.#attempt(() => closeSync(this.#fd));
    if (this.#failure !== undefined) throw this.#failure;
  }

  #fill(line: string): void {
    this.#filled += this.#buffer.write(line, this.#filled, 'utf8');
    this.#buffer[this.#filled] = LINE_END;
    this.#filled += 1;
    this.#nextFlush ??= setImmediate(() => this.#tryFlush());
  }

  #writeLong(line: string): void {
    this.#write(Buffer.from(`${line}\n`));
    this.#requireWritable();
  }

  #tryFlush(): void {
    clearImmediate(this.#nextFlush);
    this.#nextFlush = undefined;
    if (this.#filled > 0) this.#write(this.#buffer.subarray(0, this.#filled));
    this.#filled = 0;
  }

  #write(bytes: Uint8Array): void {
    this.#attempt(() => writeAll(this.#fd, bytes));
    this.#scheduleSync();
  }

  #scheduleSync(): void {
    // Not a reason to keep the process alive: `close` syncs, and an exit is no power loss.
    this.#nextSync ??= setTimeout(() => this.#sync(), SYNC_AFTER_MS).unref();
  }

  #sync(): void {
    this.#nextSync = undefined;
    if (this.#syncing !== undefined) {
      // It may have begun before the last write.
      this.#scheduleSync();
      return;
    }
    this.#syncing = new Promise((resolve) => {
      fdatasync(this.#fd, (error) => {
        if (error !== null) this.#fail(error);
        this.#syncing = undefined;
        resolve();
      });
    });
  }

  #attempt(work: () => void): void {
    try {
      work();
    } catch (error) {
      this.#fail(error);
    }
  }

  #fail(error: unknown): void {
    this.#failure ??= diskError(this.path, 'written', error);
  }

  #requireWritable(): void {
    if (this.#failure !== undefined) throw this.#failure;
    if (!this.#isOpen) throw new HretError('store', `${this.path} was closed; open the run again to append to it.`);
  }
}

function writeAll(fd: number, bytes: Uint8Array): void {
  for (let written = 0; written < bytes.length; ) written += writeSync(fd, bytes, written);
}
