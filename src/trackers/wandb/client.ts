import { createReadStream } from 'node:fs';
import { z } from 'zod';
import type { JsonObject } from '../../core/json.js';
import type { World } from '../../core/world.js';
import { HretError } from '../../errors.js';
import { VERSION } from '../../version.js';
import { quoted } from '../delivery/http-error.js';
import type { TrackerHttp } from '../delivery/http-types.js';
import { createRunFiles, type Operation } from './graphql.js';
import { jsonLine } from './json-line.js';
import type { StagedFile } from './staged-file.js';

/** Where a run is. */
export interface RunPlace {
  readonly entity: string;
  readonly project: string;
  readonly run: string;
}

/** What is written into the files of a run that W&B reads line by line. An offset is the number of a line; a line that is there already is replaced. */
export interface StreamUpdate {
  readonly history?: { readonly offset: number; readonly lines: readonly string[] };
  readonly summary?: JsonObject;
  /** Names of files that were uploaded. */
  readonly uploaded?: readonly string[];
  /** The run is over. */
  readonly exitCode?: number;
}

/** What there is to upload: a staged file, or a text. */
export type Content = StagedFile | string;

const PAUSE_MS = 300;

const answer = z.object({
  data: z.unknown(),
  errors: z.array(z.object({ message: z.string() })).nullish(),
});

/** The headers every request to W&B itself has; an upload goes without the key. */
export function headersOf(apiKey: string): Record<string, string> {
  return {
    authorization: `Basic ${Buffer.from(`api:${apiKey}`).toString('base64')}`,
    'user-agent': `hret/${VERSION}`,
  };
}

/** Speaks W&B's protocol: GraphQL for what is said about a run, a stream of lines for its history, uploads for files. */
export class WandbClient {
  readonly #http: TrackerHttp;
  readonly #storage: TrackerHttp;
  readonly #baseUrl: string;
  readonly #sleep: World['sleep'];

  /** `storage` takes the uploads: it must send no key, since an address to upload to is signed by itself and refuses one. */
  constructor(http: TrackerHttp, storage: TrackerHttp, baseUrl: string, sleep: World['sleep']) {
    this.#http = http;
    this.#storage = storage;
    this.#baseUrl = baseUrl;
    this.#sleep = sleep;
  }

  async ask<Reply>({ query, reply }: Operation<Reply>, variables: JsonObject): Promise<Reply> {
    const name = /(?:query|mutation)\s+(\w+)/.exec(query)?.[1] ?? 'a question';
    const answered = await this.#twice(() => this.#http.post('/graphql', { query, variables })).catch(
      (error: unknown) => {
        throw withKeyHint(error);
      },
    );
    const { data, errors } = this.#read(answer, answered.json(), name);
    if (errors && errors.length > 0)
      throw new HretError(
        'not_available',
        `W&B refused ${name}: ${quoted(errors.map((one) => one.message).join('; '))}.`,
      );
    return this.#read(reply, data, name);
  }

  async stream({ entity, project, run }: RunPlace, update: StreamUpdate): Promise<void> {
    const { history, summary, uploaded, exitCode } = update;
    const files = {
      ...(history && { 'wandb-history.jsonl': { offset: history.offset, content: history.lines } }),
      ...(summary && { 'wandb-summary.json': { offset: 0, content: [jsonLine(summary)] } }),
    };
    const path = `/files/${[entity, project, run].map(encodeURIComponent).join('/')}/file_stream`;
    const told = {
      ...(Object.keys(files).length > 0 && { files }),
      ...(uploaded && uploaded.length > 0 && { uploaded }),
      ...(exitCode !== undefined && { complete: true, exitcode: exitCode }),
    };
    await this.#twice(() => this.#http.post(path, told));
  }

  /** Puts files beside the run: media, the summary, the config. */
  async uploadRunFiles({ entity, project, run }: RunPlace, files: Readonly<Record<string, Content>>): Promise<void> {
    const { createRunFiles: places } = await this.ask(createRunFiles, {
      entity,
      project,
      run,
      files: Object.keys(files),
    });
    for (const { name, uploadUrl } of places.files) {
      const content = files[name];
      if (content !== undefined && uploadUrl) await this.upload(uploadUrl, places.uploadHeaders ?? [], content);
    }
  }

  /** An address without a host is one of the server itself. */
  async upload(address: string, headers: readonly string[], content: Content): Promise<void> {
    const url = new URL(address, `${this.#baseUrl}/`).href;
    const isText = typeof content === 'string';
    const length = isText ? Buffer.byteLength(content) : content.size;
    await this.#twice(() =>
      this.#storage.request({
        method: 'PUT',
        path: url,
        headers: { ...parsedHeaders(headers), 'content-length': String(length) },
        body: isText ? content : createReadStream(content.path),
      }),
    );
  }

  close(): void {
    this.#http.close();
    this.#storage.close();
  }

  /** One delivery is many requests and begins anew when one fails, so each of them gets a second chance. */
  async #twice<Reply>(send: () => Promise<Reply>): Promise<Reply> {
    try {
      return await send();
    } catch (error) {
      if (!(error instanceof HretError) || !error.isRetryable || error.retryAfterMs !== undefined) throw error;
      await this.#sleep(PAUSE_MS);
      return send();
    }
  }

  #read<Value>(schema: z.ZodType<Value>, value: unknown, name: string): Value {
    const parsed = schema.safeParse(value);
    if (parsed.success) return parsed.data;
    throw new HretError(
      'not_available',
      `W&B at ${this.#baseUrl} gave an unexpected answer to ${name}: ${z.prettifyError(parsed.error)}. Is WANDB_BASE_URL right?`,
    );
  }
}

function withKeyHint(error: unknown): unknown {
  if (!(error instanceof HretError) || (error.status !== 401 && error.status !== 403)) return error;
  return new HretError(
    error.code,
    `${error.message} Is the W&B key right (WANDB_API_KEY, ~/.netrc), and for this server?`,
    {
      status: error.status,
    },
  );
}

/** Headers come as texts, `Name: value`. */
function parsedHeaders(headers: readonly string[]): Record<string, string> {
  const pairs = headers.map((header) => {
    const colon = header.indexOf(':');
    return [header.slice(0, colon).trim().toLowerCase(), header.slice(colon + 1).trim()] as const;
  });
  return Object.fromEntries(pairs.filter(([name]) => name !== '' && name !== 'authorization'));
}
