import { createHash } from 'node:crypto';

/** Files of a fake dataset by path. */
export type FakeFiles = Record<string, string | Uint8Array>;

/** A file as the hub keeps it. */
export interface FakeBlob {
  readonly bytes: Uint8Array;
  /** Git's object id for text, the SHA-256 of large files. */
  readonly etag: string;
  readonly isLarge: boolean;
}

/** What the hub would make of a file: parquet and bytes are stored as large files, text is stored in git. */
export function blobOf(path: string, content: string | Uint8Array): FakeBlob {
  const bytes = Buffer.from(content);
  const isLarge = typeof content !== 'string' || path.endsWith('.parquet');
  const etag = isLarge
    ? createHash('sha256').update(bytes).digest('hex')
    : createHash('sha1').update(`blob ${bytes.length}\0`).update(bytes).digest('hex');
  return { bytes, etag, isLarge };
}

/** The same files are the same commit. */
export function commitOf(repo: string, files: FakeFiles): string {
  const hash = createHash('sha1').update(repo);
  for (const [path, content] of Object.entries(files)) hash.update(`\0${path}\0${blobOf(path, content).etag}`);
  return hash.digest('hex');
}
