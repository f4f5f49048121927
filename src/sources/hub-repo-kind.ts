/** What a repository of the hub holds. */
export type RepoKind = 'dataset' | 'model';

/** Where the hub's API tells about a repository, below the endpoint. */
export function apiPathOf(kind: RepoKind, repo: string): string {
  return `/api/${kind}s/${repo}`;
}

/** The page of a repository, below the endpoint; its files are under it. Models have no word in front of their names. */
export function pagePathOf(kind: RepoKind, repo: string): string {
  return kind === 'dataset' ? `/datasets/${repo}` : `/${repo}`;
}

/** How to fetch a repository, or one of its files, by hand. */
export function downloadCommand(kind: RepoKind, what: string, revision: string): string {
  return `hf download ${kind === 'dataset' ? '--repo-type dataset ' : ''}${what} --revision ${revision}`;
}
