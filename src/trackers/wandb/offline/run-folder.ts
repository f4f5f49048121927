import { mkdir, open, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { HretError } from '../../../errors.js';
import type { StartParcel } from '../parcels.js';
import type { StagedFile } from '../staged-file.js';
import { LOG_HEAD, type LogEnd, logBytes } from './log-file.js';
import { encoded, type LogRecord } from './records.js';

/** `<dir>/wandb/offline-run-20261120_093000-<id>`, by the clock of UTC, so that the same run is written to the same place. */
export function offlineRunPath({ dir, id, startedAt }: StartParcel): string {
  const [day = '', time = ''] = new Date(startedAt * 1000).toISOString().split('T');
  return join(dir, 'wandb', `offline-run-${day.replaceAll('-', '')}_${time.slice(0, 8).replaceAll(':', '')}-${id}`);
}

/** A folder that `wandb sync` uploads: `run-<id>.wandb`, `files` of the run, `artifacts`. */
export class OfflineRunFolder {
  readonly path: string;
  readonly #log: string;

  constructor(path: string, id: string) {
    this.path = path;
    this.#log = join(path, `run-${id}.wandb`);
  }

  /** An empty log, in place of what is there. */
  async create(): Promise<LogEnd> {
    await mkdir(join(this.path, 'files'), { recursive: true });
    await this.reopen();
    await writeFile(this.#log, LOG_HEAD);
    return { bytes: LOG_HEAD.length, records: 0 };
  }

  /** `wandb sync` passes over what it has marked as uploaded; it is to look again. */
  async reopen(): Promise<void> {
    await rm(`${this.#log}.synced`, { force: true });
  }

  /** Puts records behind a place; whatever was there is gone. */
  async write(records: readonly LogRecord[], after: LogEnd): Promise<LogEnd> {
    const bytes = logBytes(
      records.map((record, place) => encoded(record, after.records + place + 1)),
      after.bytes,
    );
    const file = await open(this.#log, 'r+').catch((cause: unknown) => this.#lost(cause));
    try {
      const { size } = await file.stat();
      if (size < after.bytes) this.#lost();
      await file.truncate(after.bytes);
      await file.write(bytes, 0, bytes.length, after.bytes);
      await file.sync();
    } finally {
      await file.close();
    }
    return { bytes: after.bytes + bytes.length, records: after.records + records.length };
  }

  /** Writes a small file of the run. */
  async putText(name: string, content: string): Promise<void> {
    const path = this.#fileOf(name);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, content);
  }

  /** Moves a file into the run's. */
  async put(name: string, file: StagedFile): Promise<void> {
    await moved(file, this.#fileOf(name));
  }

  /** Keeps the files of one version of an artifact. */
  async keep(digest: string, files: Readonly<Record<string, StagedFile>>): Promise<Record<string, StagedFile>> {
    const kept: Record<string, StagedFile> = {};
    for (const [name, file] of Object.entries(files))
      kept[name] = await moved(file, join(this.path, 'artifacts', digest, name));
    return kept;
  }

  #fileOf(name: string): string {
    return join(this.path, 'files', ...name.split('/'));
  }

  #lost(cause?: unknown): never {
    throw new HretError(
      'store',
      `The offline W&B run ${this.#log} was removed or cut while the run went on. Delete trackers/wandb/state.json in the run's folder, and "hret sync" writes it anew.`,
      { cause },
    );
  }
}

async function moved(file: StagedFile, path: string): Promise<StagedFile> {
  await mkdir(dirname(path), { recursive: true });
  await rename(file.path, path);
  return { ...file, path };
}
