import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import type { z } from 'zod';
import { HretError } from '../../errors.js';
import type { TrackerHttp } from '../delivery/http-types.js';

export type UploadContent = { readonly file: string } | { readonly text: string };

/** The requests to a tracking server, each reply checked; one that fails in passing is tried again at once. `path` begins behind the address of the server. */
export interface Rest {
  /** The address of the server, without credentials. */
  readonly baseUrl: string;
  get<Reply>(path: string, query: Readonly<Record<string, string>>, reply: z.ZodType<Reply>): Promise<Reply>;
  post<Reply>(path: string, body: object, reply: z.ZodType<Reply>): Promise<Reply>;
  /** Posts what must not be done twice: asked again only when the server says that it has not done it. */
  postOnce<Reply>(path: string, body: object, reply: z.ZodType<Reply>): Promise<Reply>;
  /** Sends a file, or a text, as it is. */
  put(path: string, content: UploadContent, headers?: Readonly<Record<string, string>>): Promise<void>;
  /** Posts JSON where the reply says nothing. */
  send(path: string, json: object, headers: Readonly<Record<string, string>>): Promise<void>;
  close(): void;
}

export function restOver(http: TrackerHttp, baseUrl: string): Rest {
  const checked = <Reply>(path: string, reply: unknown, schema: z.ZodType<Reply>): Reply => {
    const parsed = schema.safeParse(reply);
    if (parsed.success) return parsed.data;
    const [issue] = parsed.error.issues;
    const where = issue === undefined ? '' : ` (${issue.path.map(String).join('.')}: ${issue.message})`;
    throw new HretError(
      'not_available',
      `${baseUrl}${path} did not answer as MLflow does${where}. Is MLFLOW_TRACKING_URI right?`,
    );
  };
  return {
    baseUrl,
    get: (path, query, reply) => twice(async () => checked(path, (await http.get(path, query)).json(), reply)),
    post: (path, body, reply) => twice(async () => checked(path, (await http.post(path, body)).json(), reply)),
    postOnce: (path, body, reply) =>
      twice(async () => checked(path, (await http.post(path, body)).json(), reply), isUndone),
    put: (path, content, headers) =>
      twice(async () => {
        if ('text' in content) return http.put(path, content.text, headers);
        // Storages refuse a body whose length nobody told.
        const { size } = await stat(content.file);
        return http.put(path, createReadStream(content.file), { 'content-length': String(size), ...headers });
      }).then(() => undefined),
    send: (path, json, headers) =>
      twice(() => http.request({ method: 'POST', path, json, headers })).then(() => undefined),
    close: () => http.close(),
  };
}

/** A connection that broke or a server that stumbled says little about the next request. Whoever wants to be left alone is. */
async function twice<Made>(ask: () => Promise<Made>, mayRepeat = isPassing): Promise<Made> {
  try {
    return await ask();
  } catch (error) {
    if (!mayRepeat(error)) throw error;
    return ask();
  }
}

function isPassing(error: unknown): boolean {
  return error instanceof HretError && error.isRetryable && error.status !== 429 && error.retryAfterMs === undefined;
}

function isUndone(error: unknown): boolean {
  return isPassing(error) && error instanceof HretError && (error.status === 500 || error.status === 503);
}
