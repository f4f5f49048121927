import { blobOf, commitOf, type FakeBlob, type FakeFiles } from './fake-hub-files.js';

/** A dataset or a model on the fake hub. Changing `files` while it runs is like pushing a commit. */
export interface FakeRepo {
  files: FakeFiles;
  /** Further revisions by name, such as `refs/convert/parquet` or a tag. */
  branches?: Record<string, FakeFiles>;
  /** Files are only given to tokens that accepted the terms: all known tokens, or those listed. */
  gated?: boolean | readonly string[];
  /** Without a known token it seems not to exist. */
  private?: boolean;
}

/** What a route answers: a status, headers, and a body. */
export interface Reply {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Uint8Array | object;
}

/** What the fake hub holds. */
export interface FakeHubState {
  readonly repos: Readonly<Record<string, FakeRepo>>;
  readonly tokens: readonly string[];
  readonly cdnUrl: string;
  /** Large files by digest. */
  readonly blobs: Map<string, FakeBlob>;
  /** Every commit that was ever served: old ones stay. */
  readonly commits: Map<string, FakeFiles>;
}

/** Answers a request to the hub itself. */
export function hubReply(state: FakeHubState, authorization: string | undefined, url: URL): Reply {
  const token = authorization?.replace(/^Bearer /, '');
  if (token !== undefined && !state.tokens.includes(token)) return badToken;
  const api = /^\/api\/(?:datasets|models)\/(.+?)(?:\/(revision|refs|parquet)(?:\/(.+))?)?$/.exec(url.pathname);
  const file = /^\/(?:datasets\/)?(.+?)\/resolve\/([^/]+)\/(.+)$/.exec(url.pathname);
  const name = decodeURIComponent(api?.[1] ?? file?.[1] ?? '');
  if (/^\/api\/(datasets|models)$/.test(url.pathname)) return listReply(state, url, token);
  const repo = Object.hasOwn(state.repos, name) ? state.repos[name] : undefined;
  if (repo === undefined || (repo.private && token === undefined)) return unknownRepo(token);
  if (api?.[2] === 'refs') return refsReply(state, name, repo);
  const revision = decodeURIComponent(api?.[3] ?? file?.[2] ?? 'main');
  const found = atRevision(state, name, repo, revision);
  if (found === undefined) return error(404, 'RevisionNotFound', `Invalid rev id: ${revision}`);
  if (file === null) return revisionReply(name, repo, found);
  if (!mayRead(repo, token, state)) return gatedReply(name, token);
  return fileReply(state, found, decodeURIComponent(file[3] ?? ''));
}

interface Found {
  readonly commit: string;
  readonly files: FakeFiles;
}

function atRevision(state: FakeHubState, name: string, repo: FakeRepo, revision: string): Found | undefined {
  const branches: Readonly<Record<string, FakeFiles>> = { main: repo.files, ...repo.branches };
  for (const files of Object.values(branches)) state.commits.set(commitOf(name, files), { ...files });
  const files = Object.hasOwn(branches, revision) ? branches[revision] : state.commits.get(revision);
  return files && { commit: commitOf(name, files), files };
}

function revisionReply(name: string, repo: FakeRepo, { commit, files }: Found): Reply {
  const siblings = Object.keys(files).map((rfilename) => ({ rfilename }));
  const body = { id: name, sha: commit, private: repo.private ?? false, gated: repo.gated ? 'auto' : false, siblings };
  return { status: 200, body };
}

function refsReply(state: FakeHubState, name: string, repo: FakeRepo): Reply {
  const refs = ['main', ...Object.keys(repo.branches ?? {})].map((branch) => ({
    name: branch,
    ref: branch.startsWith('refs/') ? branch : `refs/heads/${branch}`,
    targetCommit: atRevision(state, name, repo, branch)?.commit,
  }));
  const isConverted = (ref: { name: string }) => ref.name.startsWith('refs/convert/');
  return {
    status: 200,
    body: { branches: refs.filter((ref) => !isConverted(ref)), converts: refs.filter(isConverted), tags: [] },
  };
}

function listReply(state: FakeHubState, url: URL, token: string | undefined): Reply {
  const author = url.searchParams.get('author');
  const names = Object.entries(state.repos)
    .filter(([name, repo]) => (!author || name.startsWith(`${author}/`)) && !(repo.private && token === undefined))
    .map(([name]) => name);
  return { status: 200, body: names.map((id) => ({ id })) };
}

/** Text files come from the hub itself; parquet and bytes are large files, which it sends elsewhere for. */
function fileReply(state: FakeHubState, { commit, files }: Found, path: string): Reply {
  const content = Object.hasOwn(files, path) ? files[path] : undefined;
  const headers = { 'x-repo-commit': commit };
  if (content === undefined) return error(404, 'EntryNotFound', 'Entry not found', headers);
  const blob = blobOf(path, content);
  if (!blob.isLarge) return { status: 200, headers: { ...headers, etag: `"${blob.etag}"` }, body: blob.bytes };
  state.blobs.set(blob.etag, blob);
  return {
    status: 302,
    headers: {
      ...headers,
      location: `${state.cdnUrl}/${blob.etag}`,
      etag: '"of-the-redirect"',
      'x-linked-etag': `"${blob.etag}"`,
      'x-linked-size': String(blob.bytes.length),
    },
  };
}

/** Answers a request to the server of the large files. */
export function blobReply(blob: FakeBlob | undefined): Reply {
  return blob === undefined ? { status: 404 } : { status: 200, headers: { etag: '"of-the-cdn"' }, body: blob.bytes };
}

function mayRead(repo: FakeRepo, token: string | undefined, state: FakeHubState): boolean {
  if (!repo.gated) return true;
  const accepted = repo.gated === true ? state.tokens : repo.gated;
  return token !== undefined && accepted.includes(token);
}

const badToken = {
  status: 401,
  headers: { 'x-error-message': 'Invalid credentials in Authorization header' },
  body: { error: 'Invalid credentials in Authorization header' },
};

function unknownRepo(token: string | undefined): Reply {
  return token === undefined
    ? { status: 401, headers: { 'x-error-message': 'Invalid username or password.' } }
    : error(404, 'RepoNotFound', 'Repository not found');
}

function gatedReply(name: string, token: string | undefined): Reply {
  return error(token === undefined ? 401 : 403, 'GatedRepo', `Access to dataset ${name} is restricted.`);
}

function error(status: number, code: string, message: string, headers: Reply['headers'] = {}): Reply {
  return {
    status,
    headers: { ...headers, 'x-error-code': code, 'x-error-message': message },
    body: { error: message },
  };
}
