import { z } from 'zod';
import { HretError } from '../errors.js';
import { didYouMean } from '../util/did-you-mean.js';
import { askHub, type HubConnection, type HubRequest, unreachable, withRetries } from './hub-http.js';
import { apiPathOf } from './hub-repo-kind.js';
import { tryJson } from './try-json.js';

/** A repository at one commit: the paths of its files. */
export interface RepoListing {
  readonly commit: string;
  readonly files: readonly string[];
}

const revisionReply = z.object({
  sha: z.string().regex(/^[0-9a-f]{40}$/),
  siblings: z.array(z.object({ rfilename: z.string() })).default([]),
});
const refsReply = z.object({
  branches: z.array(z.object({ name: z.string() })).default([]),
  tags: z.array(z.object({ name: z.string() })).default([]),
});
const reposReply = z.array(z.object({ id: z.string() }));

const SLOWEST_REPLY_MS = 60_000;

/** Asks the hub which commit a revision is and which files it has. */
export async function repoListing(
  hub: HubConnection,
  repo: string,
  revision: string,
  isWorthRetrying?: (error: HretError) => boolean,
): Promise<RepoListing> {
  const path = `${apiPathOf(hub.kind, repo)}/revision/${encodeURIComponent(revision)}`;
  const ask = () => jsonOf(hub, { repo, path, thing: `revision "${revision}"` }, revisionReply);
  try {
    const { sha, siblings } = await withRetries(hub.world, undefined, ask, isWorthRetrying);
    return { commit: sha, files: siblings.map((file) => file.rfilename).filter(isInside) };
  } catch (error) {
    throw error instanceof HretError && error.code === 'not_found'
      ? await withSuggestion(hub, repo, revision, error)
      : error;
  }
}

async function jsonOf<Reply>(
  hub: HubConnection,
  request: Pick<HubRequest, 'repo' | 'path' | 'thing'>,
  schema: z.ZodType<Reply>,
): Promise<Reply> {
  const signal = AbortSignal.timeout(SLOWEST_REPLY_MS);
  const { response } = await askHub(hub, { ...request, signal });
  const text = await response.text().catch((error: unknown) => {
    throw unreachable(hub.settings.endpoint, error, signal);
  });
  const parsed = schema.safeParse(tryJson(text));
  if (parsed.success) return parsed.data;
  const { endpoint } = hub.settings;
  const message = `${endpoint}${request.path} did not answer like a Hugging Face hub. Check HF_ENDPOINT, and proxies on the way.`;
  throw new HretError('data', message);
}

/** A path the hub names is also a path in the cache: it must not lead out of it. */
function isInside(path: string): boolean {
  return !/^\/|\\|\0|(^|\/)\.{0,2}(\/|$)/.test(path);
}

/** The hub that lists revisions knows the repository, so the revision is wrong; otherwise the repository is. */
async function withSuggestion(
  hub: HubConnection,
  repo: string,
  revision: string,
  error: HretError,
): Promise<HretError> {
  const revisions = await revisionsOf(hub, repo).catch(() => undefined);
  const known = revisions ?? (await neighboursOf(hub, repo).catch(() => []));
  const suggestion = didYouMean(revisions === undefined ? repo : revision, known);
  const list = revisions === undefined ? '' : ` It has: ${revisions.join(', ')}.`;
  return new HretError(error.code, `${error.message}${suggestion}${list}`, {
    cause: error,
    ...(error.status === undefined ? {} : { status: error.status }),
  });
}

async function revisionsOf(hub: HubConnection, repo: string): Promise<string[]> {
  const refs = await jsonOf(hub, { repo, path: `${apiPathOf(hub.kind, repo)}/refs`, thing: 'refs' }, refsReply);
  return [...refs.branches, ...refs.tags].map((ref) => ref.name);
}

/** Datasets, or models, of the same owner. */
async function neighboursOf(hub: HubConnection, repo: string): Promise<string[]> {
  const owner = repo.split('/', 1)[0] ?? '';
  const path = `/api/${hub.kind}s?author=${encodeURIComponent(owner)}&limit=200`;
  const repos = await jsonOf(hub, { repo, path, thing: 'neighbours' }, reposReply);
  return repos.map((one) => one.id);
}
