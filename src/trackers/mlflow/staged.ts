import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { finished } from 'node:stream/promises';

/** A folder for files that wait to be sent, nobody else's and gone when the scope ends. */
export async function stagingFolder(): Promise<{ readonly path: string } & AsyncDisposable> {
  const path = await mkdtemp(join(tmpdir(), 'hret-mlflow-'));
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }) };
}

/** Writes a file piece by piece, so that no table has to fit into memory. */
export async function stage(path: string, pieces: Iterable<string> | AsyncIterable<string>): Promise<string> {
  const stream = createWriteStream(path);
  const written = finished(stream);
  written.catch(() => {});
  try {
    for await (const piece of pieces) {
      if (!stream.write(piece)) await Promise.race([once(stream, 'drain'), written]);
    }
    stream.end();
    await written;
    return path;
  } catch (error) {
    stream.destroy();
    throw error;
  }
}
