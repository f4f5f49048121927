import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Json, JsonObject } from '../../core/json.js';
import type { Generation, NextTokens } from '../../core/model.js';
import type { World } from '../../core/world.js';
import { messageOf } from '../../errors.js';
import { canonicalJson, sha256 } from '../../util/canonical.js';
import { removeLeftovers, writeWholeFile } from '../../util/whole-file.js';
import type { KeyedRequest } from './request-key.js';

/** What was answered: a text, the log-likelihoods of options, or next tokens. */
export type StoredAnswer =
  | { readonly generation: Generation }
  | { readonly logLikelihoods: readonly number[] }
  | { readonly nextTokens: NextTokens };

export interface Stored<Answer extends StoredAnswer = StoredAnswer> {
  readonly answer: Answer;
  /** ISO 8601, UTC. */
  readonly storedAt: string;
}

export interface AnswerStoreOptions extends Pick<World, 'now' | 'warn'> {
  readonly folder: string;
  /** Older answers are asked for again; absent: they never grow old. */
  readonly maxAgeMs?: number | undefined;
  /** Whether a text may be written: false when it holds a secret. */
  readonly isClean: (text: string) => boolean;
}

/**
 * Answers on disk, one file each: `<folder>/<first two digits of the key>/<key>.json`, which holds the request, the
 * answer and a digest of both.
 *
 * One file an answer and not a journal of many, because then each is found without an index, written whole by a rename
 * without a lock between processes, read with `jq`, and deleted with `rm`; it costs a block of the disk each. A file that
 * does not agree with its digest (a power loss, an editor) is as good as none, and is written anew.
 */
export class AnswerStore {
  readonly folder: string;
  readonly #options: AnswerStoreOptions;
  readonly #swept = new Set<string>();

  constructor(options: AnswerStoreOptions) {
    this.folder = options.folder;
    this.#options = options;
  }

  async read({ key }: KeyedRequest): Promise<Stored | undefined> {
    const stored = storedIn(await readFile(this.#pathOf(key), 'utf8').catch(() => ''), key);
    if (stored === undefined) return undefined;
    const { maxAgeMs = Number.POSITIVE_INFINITY, now } = this.#options;
    return now() - Date.parse(stored.storedAt) > maxAgeMs ? undefined : stored;
  }

  /** An answer that cannot be written is not lost: that is told once, and the run goes on. */
  async write({ key, shown }: KeyedRequest, answer: StoredAnswer): Promise<void> {
    const path = this.#pathOf(key);
    const storedAt = new Date(this.#options.now()).toISOString();
    const digest = digestOf(key, storedAt, answer);
    const text = `${JSON.stringify({ key, storedAt, request: shown, answer, digest }, null, 1)}\n`;
    if (!this.#options.isClean(text)) return;
    try {
      await this.#sweep(dirname(path));
      await writeWholeFile(path, text);
    } catch (error) {
      this.#options.warn(
        `The cache ${this.folder} cannot be written to, so answers are not kept (${messageOf(error)}).`,
      );
    }
  }

  #pathOf(key: string): string {
    return join(this.folder, key.slice(0, 2), `${key}.json`);
  }

  async #sweep(folder: string): Promise<void> {
    if (this.#swept.has(folder)) return;
    this.#swept.add(folder);
    await removeLeftovers(folder, this.#options.now());
  }
}

function storedIn(text: string, key: string): Stored | undefined {
  let entry: unknown;
  try {
    entry = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (typeof entry !== 'object' || entry === null) return undefined;
  const { storedAt, answer, digest } = entry as { storedAt?: Json; answer?: JsonObject; digest?: Json };
  if (typeof storedAt !== 'string' || typeof answer !== 'object') return undefined;
  // What agrees with its digest was written by `write`, which knows the shape of answers.
  const trusted = answer as unknown as StoredAnswer;
  return digest === digestOf(key, storedAt, trusted) ? { answer: trusted, storedAt } : undefined;
}

function digestOf(key: string, storedAt: string, answer: StoredAnswer): string {
  return sha256(canonicalJson([key, storedAt, answer]));
}
