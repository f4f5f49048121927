import {
  closeSync,
  existsSync,
  fdatasyncSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readFileSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import type { JsonObject } from '../../core/json.js';
import type { RunRecord } from '../../core/run-record.js';
import type { RunFolder } from '../../core/tracker.js';
import { HretError, messageOf } from '../../errors.js';
import { writeFileAtomic } from '../../util/atomic-file.js';
import type { CarrierState, Parcel } from './parcel.js';

/** How far the delivery has come. */
export interface Progress {
  /** Parcels that have arrived; the next one has this number. */
  readonly delivered: number;
  readonly state: CarrierState;
}

/** What `hret sync` makes the tracker from again: its name, and its options without secrets. */
export interface TrackerFile {
  readonly tracker: string;
  readonly options: JsonObject;
}

const LINE_END = 0x0a;
const json = z.record(z.string(), z.json());
const parcelSchema = z.object({
  seq: z.int().nonnegative(),
  kind: z.string(),
  event: z.exactOptional(z.enum(['run-start', 'sample-end', 'samples-reused', 'warning', 'run-end'])),
  body: json,
});
const progressSchema = z.object({ delivered: z.int().nonnegative(), state: json });
const trackerSchema = z.object({ tracker: z.string(), options: json });

/** `<run folder>/trackers/<name>`. */
export function outboxFolder(runFolder: string, name: string): string {
  return join(runFolder, 'trackers', name);
}

/** What the carrier of another run beside this one remembers, for example the ids of the parent; `undefined` before it was delivered. */
export function stateOfRun({ path }: RunFolder, runId: string, name: string): CarrierState | undefined {
  return readIfThere(join(outboxFolder(join(dirname(path), runId), name), 'state.json'), progressSchema)?.state;
}

/** `run.json` as it stands now. */
export async function recordIn({ path }: RunFolder): Promise<RunRecord> {
  // Written by this package a moment ago, or checked by whoever opened the run.
  return JSON.parse(await readFile(join(path, 'run.json'), 'utf8')) as RunRecord;
}

/** Whether the last sitting of a run told how it ended. A process may have been killed between keeping the end and telling of it. */
export function endsWithRun(parcels: readonly Parcel[]): boolean {
  return parcels.findLast(({ event }) => event === 'run-start' || event === 'run-end')?.event === 'run-end';
}

/** The files of one outbox. */
export class OutboxFiles {
  readonly folder: string;
  readonly lock: string;
  readonly #parcels: string;
  readonly #state: string;
  readonly #tracker: string;
  #fd: number | undefined;
  /** Bytes of whole lines. */
  #size = 0;

  constructor(folder: string) {
    this.folder = folder;
    this.lock = join(folder, 'lock');
    this.#parcels = join(folder, 'outbox.jsonl');
    this.#state = join(folder, 'state.json');
    this.#tracker = join(folder, 'tracker.json');
  }

  get exists(): boolean {
    return existsSync(this.#parcels);
  }

  /** Parcels written so far. A line that a crash cut short is not one. */
  parcels(): Parcel[] {
    return this.#wholeLines().map((line, place) => this.#parcelIn(line, place));
  }

  progress(): Progress {
    return readIfThere(this.#state, progressSchema) ?? { delivered: 0, state: {} };
  }

  async saveProgress(progress: Progress): Promise<void> {
    await writeFileAtomic(this.#state, `${JSON.stringify(progress)}\n`);
  }

  /** Whether everything there is to say of the run has arrived. */
  isDelivered({ status }: Pick<RunRecord, 'status'>): boolean {
    const parcels = this.parcels();
    return parcels.length <= this.progress().delivered && (status === 'running' || endsWithRun(parcels));
  }

  tracker(): TrackerFile | undefined {
    return readIfThere(this.#tracker, trackerSchema);
  }

  /** Makes the folder and what `hret sync` needs to know. */
  create(tracker: TrackerFile): void {
    mkdirSync(this.folder, { recursive: true });
    writeFileSync(this.#tracker, `${JSON.stringify(tracker, undefined, 2)}\n`);
  }

  /** Opens it for writing, without the line that a crash cut short. */
  open(): void {
    const wholeBytes = this.exists ? readFileSync(this.#parcels).lastIndexOf(LINE_END) + 1 : 0;
    this.#fd = openSync(this.#parcels, 'a');
    ftruncateSync(this.#fd, wholeBytes);
    this.#size = wholeBytes;
  }

  /** Adds the parcels, all of them or, when the disk does not take them, none. */
  append(parcels: readonly Parcel[]): void {
    if (this.#fd === undefined) throw new HretError('store', `${this.#parcels} is not open for writing.`);
    const lines = Buffer.from(parcels.map((parcel) => `${JSON.stringify(parcel)}\n`).join(''));
    try {
      for (let written = 0; written < lines.length; ) written += writeSync(this.#fd, lines, written);
      this.#size += lines.length;
    } catch (cause) {
      ftruncateSync(this.#fd, this.#size);
      throw new HretError('store', `${this.#parcels} could not be written: ${messageOf(cause)}. Check the disk.`, {
        cause,
      });
    }
  }

  /** What was appended survives a power loss from now on. */
  close(): void {
    if (this.#fd === undefined) return;
    const fd = this.#fd;
    this.#fd = undefined;
    try {
      fdatasyncSync(fd);
    } finally {
      closeSync(fd);
    }
  }

  #wholeLines(): string[] {
    if (!this.exists) return [];
    const lines = readFileSync(this.#parcels, 'utf8').split('\n');
    lines.pop();
    return lines;
  }

  #parcelIn(line: string, place: number): Parcel {
    try {
      const parcel = parcelSchema.parse(JSON.parse(line));
      if (parcel.seq !== place) throw new Error(`expected the number ${place}, got ${parcel.seq}`);
      return parcel;
    } catch (cause) {
      const where = `${this.#parcels}:${place + 1}`;
      throw new HretError('store', `${where} is no parcel: ${messageOf(cause)}. Nothing after it can be delivered.`, {
        cause,
      });
    }
  }
}

function readIfThere<Content>(path: string, schema: z.ZodType<Content>): Content | undefined {
  if (!existsSync(path)) return undefined;
  try {
    return schema.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch (cause) {
    throw new HretError(
      'store',
      `${path} cannot be read: ${messageOf(cause)}. Delete it to deliver everything again.`,
      {
        cause,
      },
    );
  }
}
