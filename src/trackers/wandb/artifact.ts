import { createHash } from 'node:crypto';
import type { JsonObject } from '../../core/json.js';
import { clientId } from './run-id.js';
import type { StagedFile } from './staged-file.js';

/** Files that belong together, with a name, a type and versions. */
export interface Artifact {
  /** Letters, digits, `-`, `_` and `.`, at most 128. */
  readonly name: string;
  readonly type: string;
  readonly metadata?: JsonObject;
  readonly aliases: readonly string[];
  readonly files: Readonly<Record<string, StagedFile>>;
}

/** What W&B recognises an artifact by that it has already. */
export function artifactDigest({ files }: Artifact): string {
  const lines = sortedFiles(files).map(([path, { md5 }]) => `${path}:${md5}\n`);
  return createHash('md5')
    .update(`wandb-artifact-manifest-v1\n${lines.join('')}`)
    .digest('hex');
}

/** The list of the artifact's files. `birthOf` says with which artifact W&B first saw a file. */
export function manifestOf({ files }: Artifact, birthOf: (path: string) => string): string {
  const contents = sortedFiles(files).map(([path, { md5, size }]) => [
    path,
    { digest: md5, size, birthArtifactID: birthOf(path), skip_cache: false },
  ]);
  return JSON.stringify({
    version: 1,
    storagePolicy: 'wandb-storage-policy-v1',
    storagePolicyConfig: { storageLayout: 'V2' },
    contents: Object.fromEntries(contents),
  });
}

/** What tells the artifacts of one run from those of all others. */
export interface ArtifactScope {
  /** W&B's id of the run. */
  readonly run: string;
  /** Server, entity, project. */
  readonly place: string;
}

export interface ArtifactIds {
  readonly client: string;
  /** Of all its versions together. */
  readonly sequence: string;
}

/** The ids follow from the run, the name and the content: the same files sent twice are the same version. */
export function artifactIds({ place, run }: ArtifactScope, artifact: Artifact): ArtifactIds {
  return {
    client: clientId(place, run, artifact.name, artifactDigest(artifact)),
    sequence: clientId(place, artifact.type, artifact.name),
  };
}

export function sortedFiles(files: Artifact['files']): [string, StagedFile][] {
  return Object.entries(files).sort(([a], [b]) => (a < b ? -1 : 1));
}

/** W&B takes few letters in the names of artifacts. */
export function artifactName(wanted: string): string {
  const name = wanted.replace(/[^A-Za-z0-9_.-]/g, '_');
  return name.length <= 128 ? name : `${name.slice(0, 63)}..${name.slice(-63)}`;
}
