import { createHash } from 'node:crypto';
import { type Artifact, type ArtifactIds, artifactDigest, manifestOf, sortedFiles } from './artifact.js';
import type { RunPlace, WandbClient } from './client.js';
import { commitArtifact, createArtifact, createArtifactFiles, createArtifactManifest } from './graphql.js';

const MANIFEST = 'wandb_manifest.json';

/**
 * Sends an artifact: announced, its files, its manifest, and then committed. One that W&B has already, by its digest, is
 * not sent again, so that a repeat makes no second version.
 */
export async function uploadArtifact(
  client: WandbClient,
  place: RunPlace,
  artifact: Artifact,
  ids: ArtifactIds,
): Promise<void> {
  const at = { entityName: place.entity, projectName: place.project, runName: place.run };
  const { createArtifact: created } = await client.ask(createArtifact, {
    input: {
      ...at,
      artifactTypeName: artifact.type,
      artifactCollectionName: artifact.name,
      digest: artifactDigest(artifact),
      digestAlgorithm: 'MANIFEST_MD5',
      enableDigestDeduplication: true,
      clientID: ids.client,
      sequenceClientID: ids.sequence,
      aliases: artifact.aliases.map((alias) => ({ artifactCollectionName: artifact.name, alias })),
      metadata: artifact.metadata === undefined ? null : JSON.stringify(artifact.metadata),
    },
  });
  const { id, state } = created.artifact;
  if (state === 'COMMITTED') return;

  const announced = await client.ask(createArtifactManifest, {
    ...at,
    artifactID: id,
    name: MANIFEST,
    digest: '',
    manifestType: 'FULL',
    includeUpload: false,
  });
  const births = await uploadFiles(client, artifact, id, announced.createArtifactManifest.artifactManifest.id);

  const manifest = manifestOf(artifact, (path) => births.get(path) ?? id);
  const { createArtifactManifest: prepared } = await client.ask(createArtifactManifest, {
    ...at,
    artifactID: id,
    name: MANIFEST,
    digest: createHash('md5').update(manifest).digest('base64'),
    manifestType: 'FULL',
    includeUpload: true,
  });
  const { uploadUrl, uploadHeaders } = prepared.artifactManifest.file;
  if (uploadUrl) await client.upload(uploadUrl, uploadHeaders ?? [], manifest);
  await client.ask(commitArtifact, { artifactID: id });
}

/** A file W&B has from another artifact gets no address to be sent to. Resolves to the artifact each file was born in. */
async function uploadFiles(
  client: WandbClient,
  { files }: Artifact,
  artifactID: string,
  artifactManifestID: string,
): Promise<ReadonlyMap<string, string>> {
  const sorted = sortedFiles(files);
  const { createArtifactFiles: created } = await client.ask(createArtifactFiles, {
    input: {
      artifactFiles: sorted.map(([name, { md5 }]) => ({ artifactID, artifactManifestID, name, md5 })),
      storageLayout: 'V2',
    },
  });
  const births = new Map<string, string>();
  for (const [at, [name, file]] of sorted.entries()) {
    const node = created.files.edges[at]?.node;
    if (node?.uploadUrl) await client.upload(node.uploadUrl, node.uploadHeaders ?? [], file);
    if (node?.artifact) births.set(name, node.artifact.id);
  }
  return births;
}
