import { createHash } from 'node:crypto';

/** A version of an artifact as the server holds it. */
export interface StoredArtifact {
  readonly id: string;
  readonly type: string;
  readonly collection: string;
  readonly run: string;
  readonly digest: string;
  readonly aliases: readonly string[];
  readonly metadata: string | null;
  readonly clientId: string;
  readonly sequenceClientId: string;
  state: 'PENDING' | 'COMMITTED';
  readonly files: Map<string, Buffer>;
  /** Base64 MD5 by path, as announced. */
  readonly announced: Map<string, string>;
  manifest: Buffer | undefined;
  manifestDigest: string;
}

interface Entry {
  readonly digest: string;
  readonly size: number;
  readonly birthArtifactID: string;
}

export class FakeArtifacts {
  readonly stored: StoredArtifact[] = [];
  readonly #complain: (complaint: string) => void;

  constructor(complain: (complaint: string) => void) {
    this.#complain = complain;
  }

  answer(operation: string, variables: Record<string, unknown>, url: string): unknown {
    switch (operation) {
      case 'ArtifactType':
        return { project: { artifact: null } };
      case 'CreateArtifact':
        return this.#create(variables.input as Record<string, string>);
      case 'CreateArtifactManifest':
        return this.#manifest(variables as Record<string, string>, url);
      case 'CreateArtifactFiles':
        return this.#announce((variables.input as { artifactFiles: Record<string, string>[] }).artifactFiles, url);
      case 'CommitArtifact':
        return this.#commit(String(variables.artifactID));
      default:
        return undefined;
    }
  }

  store(place: string, content: Buffer): boolean {
    const [kind, id = '', ...rest] = place.split('/');
    const artifact = kind === 'artifact' ? this.stored.find((one) => one.id === id) : undefined;
    if (artifact === undefined) return false;
    const path = rest.join('/');
    if (path === 'manifest') artifact.manifest = content;
    else {
      if (md5(content) !== artifact.announced.get(path)) this.#complain(`${path} is not the file that was announced`);
      artifact.files.set(path, content);
    }
    return true;
  }

  #create(input: Record<string, unknown>): unknown {
    const collection = String(input.artifactCollectionName);
    const digest = String(input.digest);
    const sequence = String(input.sequenceClientID);
    const known = this.stored.find(
      (one) => one.collection === collection && (one.digest === digest || one.clientId === input.clientID),
    );
    const taken = this.stored.find((one) => one.sequenceClientId === sequence && one.collection !== collection);
    if (taken !== undefined) throw new Error(`the sequence id belongs to ${taken.collection}`);
    if (known === undefined && this.stored.some((one) => one.clientId === input.clientID))
      throw new Error('the client id belongs to another artifact');
    const artifact = known ?? this.#made(input, collection, digest, sequence);
    const { id, state } = artifact;
    return { createArtifact: { artifact: { id, state, artifactSequence: { latestArtifact: null } } } };
  }

  #made(input: Record<string, unknown>, collection: string, digest: string, sequence: string): StoredArtifact {
    const made: StoredArtifact = {
      id: `QXJ0${this.stored.length}`,
      type: String(input.artifactTypeName),
      ...{ collection, digest, run: String(input.runName), sequenceClientId: sequence },
      clientId: String(input.clientID),
      aliases: ((input.aliases ?? []) as { alias: string }[]).map(({ alias }) => alias),
      metadata: (input.metadata ?? null) as string | null,
      state: 'PENDING',
      ...{ files: new Map(), announced: new Map(), manifest: undefined, manifestDigest: '' },
    };
    this.stored.push(made);
    return made;
  }

  #manifest({ artifactID = '', digest = '', includeUpload }: Record<string, unknown>, url: string): unknown {
    const artifact = this.#by(String(artifactID));
    artifact.manifestDigest = String(digest);
    const uploadUrl = `${url}/storage/${encodeURIComponent(`artifact/${artifact.id}/manifest`)}`;
    const file = { id: 'RmlsZQ==', ...(includeUpload === true && { uploadUrl, uploadHeaders: [] }) };
    return { createArtifactManifest: { artifactManifest: { id: `man-${artifact.id}`, file } } };
  }

  #announce(files: readonly Record<string, string>[], url: string): unknown {
    const edges = files.map(({ artifactID = '', artifactManifestID, name = '', md5: digest = '' }) => {
      const artifact = this.#by(artifactID);
      if (artifactManifestID !== `man-${artifact.id}`) throw new Error('the manifest is of another artifact');
      artifact.announced.set(name, digest);
      const birth = this.stored.find(
        (one) =>
          one.collection === artifact.collection && one.state === 'COMMITTED' && one.announced.get(name) === digest,
      );
      const uploadUrl = birth ? null : `${url}/storage/${encodeURIComponent(`artifact/${artifact.id}/${name}`)}`;
      const uploadHeaders = birth ? null : [`Content-MD5:${digest}`];
      return { node: { storagePath: name, uploadUrl, uploadHeaders, artifact: { id: (birth ?? artifact).id } } };
    });
    return { createArtifactFiles: { files: { edges } } };
  }

  #commit(id: string): unknown {
    const artifact = this.#by(id);
    const { manifest, manifestDigest, digest } = artifact;
    if (manifest === undefined || md5(manifest) !== manifestDigest) throw new Error('the manifest was not uploaded');
    const contents = Object.entries(JSON.parse(manifest.toString('utf8')).contents as Record<string, Entry>);
    for (const [path, entry] of contents) {
      const content = this.#by(entry.birthArtifactID).files.get(path);
      if (content === undefined || md5(content) !== entry.digest || content.length !== entry.size)
        throw new Error(`${path} was not uploaded`);
    }
    const lines = contents.sort(([a], [b]) => (a < b ? -1 : 1)).map(([path, entry]) => `${path}:${entry.digest}\n`);
    const found = createHash('md5')
      .update(`wandb-artifact-manifest-v1\n${lines.join('')}`)
      .digest('hex');
    if (found !== digest) throw new Error(`the digest is ${found}, not ${digest}`);
    artifact.state = 'COMMITTED';
    return { commitArtifact: { artifact: { id, digest } } };
  }

  #by(id: string): StoredArtifact {
    const found = this.stored.find((artifact) => artifact.id === id);
    if (found === undefined) throw new Error(`no artifact ${id}`);
    return found;
  }
}

function md5(content: Buffer): string {
  return createHash('md5').update(content).digest('base64');
}
