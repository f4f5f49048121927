import { copyFile, mkdir, rename } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { HretError } from '../../errors.js';
import type { Rest } from './rest.js';
import { isNotOffered } from './server-errors.js';
import { presignedReply } from './server-replies.js';
import type { RemoteRun, Store } from './store.js';

/** Brings artifacts where the server says that those of the run belong. */
export function artifactUpload(rest: Rest): Store['putArtifact'] {
  return async (run, place, file) => {
    const { artifactUri } = run;
    const proxied = proxiedPath(artifactUri);
    if (proxied !== undefined)
      return rest.put(`/api/2.0/mlflow-artifacts/artifacts/${encoded(`${proxied}/${place}`)}`, { file });
    const folder = localFolder(artifactUri);
    if (folder === undefined) return presigned(rest, run, place, file);
    if (!isThisMachine(rest.baseUrl)) throw elsewhere(artifactUri);
    return copyOver(file, join(folder, place));
  };
}

/** Copies a file so that nobody ever sees a part of it. */
export async function copyOver(file: string, path: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  const temporary = `${path}.hret-tmp`;
  await copyFile(file, temporary);
  await rename(temporary, path);
}

/** `mlflow-artifacts:/1/<run>/artifacts`, or the same with the server's name in it. */
function proxiedPath(uri: string): string | undefined {
  return /^mlflow-artifacts:(?:\/\/[^/]*)?\/*(.*)$/.exec(uri)?.[1];
}

function localFolder(uri: string): string | undefined {
  if (/^file:\/\//.test(uri)) return fileURLToPath(uri);
  return uri.startsWith('/') ? uri : undefined;
}

function isThisMachine(baseUrl: string): boolean {
  return /^(localhost|.*\.localhost|127(\.\d+){3}|\[::1\])$/.test(new URL(baseUrl).hostname);
}

/** Straight into the storage behind the server, with an address that the server signed; the key of the server is not shown there. */
async function presigned(rest: Rest, { runId, artifactUri }: RemoteRun, path: string, file: string): Promise<void> {
  const offered = await rest
    .post('/api/2.0/mlflow/artifacts/presigned-upload-url', { run_id: runId, path }, presignedReply)
    .catch((error: unknown) => {
      throw isNotOffered(error) ? elsewhere(artifactUri) : error;
    });
  await rest.put(offered.presigned_url, { file }, offered.headers);
}

export function elsewhere(uri: string): HretError {
  const place = uri.replace(/^([a-z0-9+.-]+:\/\/[^/?#]*).*$/i, '$1/…');
  return new HretError(
    'not_available',
    `the artifacts of this MLflow server are at ${place}, which cannot be reached from here. Start the server with --artifacts-destination (and --serve-artifacts), so that they go through it`,
    // As if a server had said that it does not offer this.
    { status: 501 },
  );
}

function encoded(path: string): string {
  return path.split('/').map(encodeURIComponent).join('/');
}
