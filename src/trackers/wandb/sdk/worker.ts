import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Worker } from 'node:worker_threads';
import { z } from 'zod';
import type { JsonObject } from '../../../core/json.js';
import type { World } from '../../../core/world.js';
import { HretError } from '../../../errors.js';

const PACKAGE = '@wandb/sdk';
const LONGEST_MS = 60_000;

/**
 * Runs in the thread. JavaScript as a text, because a thread is started from a file, and the file would be another one in
 * the sources and in the package.
 */
const THREAD = `
const { parentPort, workerData } = require('node:worker_threads');
let run;
const does = {
  async init(options) {
    const loaded = await import(workerData);
    run = await (loaded.wandb ?? loaded.default.wandb).init(options);
    return run.entity;
  },
  log: ([row, step]) => run.log(row, step),
  finish: (code) => run.finish(code),
};
parentPort.on('message', async ({ name, value }) => {
  try {
    parentPort.postMessage({ value: await does[name](value) });
  } catch (error) {
    parentPort.postMessage({ error: String(error?.message ?? error) });
  }
});`;

export interface SdkRun {
  readonly project: string;
  /** Empty: the default of the key. */
  readonly entity: string;
  readonly id: string;
  readonly name: string;
  readonly config: JsonObject;
  readonly settings: { readonly apiKey: string; readonly baseUrl: string; readonly silent: true };
}

/**
 * `@wandb/sdk` in a thread of its own: there its listeners for signals hear nothing and keep nothing alive, what it changes
 * are copies, what it prints is not shown, and an exception nobody can catch ends the thread and not the process.
 */
export class SdkWorker {
  readonly #worker: Worker;
  readonly #sleep: World['sleep'];
  #failure: HretError | undefined;

  constructor({ cwd, sleep }: Pick<World, 'cwd' | 'sleep'>) {
    this.#sleep = sleep;
    this.#worker = new Worker(THREAD, { eval: true, env: {}, workerData: sdkEntry(cwd), stdout: true, stderr: true });
    this.#worker.stdout.resume();
    this.#worker.stderr.resume();
    this.#worker.unref();
    this.#worker.on('error', (error) => {
      this.#failure = failed(error instanceof Error ? error.message : String(error));
    });
    this.#worker.on('exit', () => {
      this.#failure ??= failed('it has ended');
    });
  }

  /** Resolves to the entity the run is in. */
  async init(run: SdkRun): Promise<string> {
    return z.string().parse(await this.#ask('init', run));
  }

  async log(row: JsonObject, step: number): Promise<void> {
    await this.#ask('log', [row, step]);
  }

  async finish(exitCode: number): Promise<void> {
    await this.#ask('finish', exitCode);
  }

  async close(): Promise<void> {
    await this.#worker.terminate();
  }

  /** One question at a time, so the next message is the answer. */
  async #ask(name: 'init' | 'log' | 'finish', value: unknown): Promise<unknown> {
    if (this.#failure !== undefined) throw this.#failure;
    const over = new AbortController();
    const answered = new Promise<unknown>((resolve, reject) => {
      const { signal } = over;
      listen(this.#worker, 'message', signal, (answer: { readonly value?: unknown; readonly error?: string }) =>
        answer.error === undefined ? resolve(answer.value) : reject(failed(answer.error)),
      );
      listen(this.#worker, 'error', signal, () => reject(this.#failure));
      listen(this.#worker, 'exit', signal, () => reject(this.#failure));
    });
    const late = this.#sleep(LONGEST_MS, over.signal).then((): never => {
      throw failed(`it did not end ${name} in ${LONGEST_MS / 1000} s`);
    });
    this.#worker.ref();
    this.#worker.postMessage({ name, value });
    try {
      return await Promise.race([answered, late]);
    } finally {
      over.abort();
      late.catch(() => undefined);
      this.#worker.unref();
    }
  }
}

function listen<Value>(worker: Worker, event: string, signal: AbortSignal, heard: (value: Value) => void): void {
  worker.on(event, heard);
  signal.addEventListener('abort', () => worker.off(event, heard), { once: true });
}

/** What it says of its failures does not tell whether they can pass. */
function failed(why: string): HretError {
  return new HretError('not_available', `${PACKAGE} failed: ${why}.`, { isRetryable: true });
}

/** Where the package is; throws `missing_package` when neither the user's project nor ours has it. */
export function sdkEntry(cwd: string): string {
  for (const place of [join(cwd, 'package.json'), import.meta.url]) {
    try {
      return pathToFileURL(createRequire(place).resolve(PACKAGE)).href;
    } catch {
      // Perhaps it is in the next place.
    }
  }
  throw new HretError(
    'missing_package',
    `transport "sdk" of the W&B tracker needs the package ${PACKAGE}: npm install ${PACKAGE}. Without it, use transport "own" (the default).`,
  );
}
