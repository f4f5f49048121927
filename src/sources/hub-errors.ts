import { HretError } from '../errors.js';
import { pagePathOf, type RepoKind } from './hub-repo-kind.js';

/** What is asked of a hub, in words for messages. */
export interface HubQuestion {
  readonly kind: RepoKind;
  readonly repo: string;
  readonly endpoint: string;
  readonly hasToken: boolean;
  /** `revision "main"`, `data/test.csv`. */
  readonly thing: string;
}

/** Turns a refusal of the hub into what the user can do about it. */
export function refusalOf(response: Response, question: HubQuestion, now: number): HretError {
  const { status } = response;
  const code = response.headers.get('x-error-code') ?? '';
  if (code === 'GatedRepo') return gated(question, status);
  if (status === 401 || status === 403 || code === 'RepoNotFound') return hidden(response, question);
  if (status === 404 && code === 'EntryNotFound')
    return new HretError('not_found', `${question.repo} has no file ${question.thing}.`, { status });
  if (status === 404) return new HretError('not_found', `${question.repo} has no ${question.thing}.`, { status });
  return unexpected(response, question, now);
}

function gated({ kind, repo, endpoint, hasToken }: HubQuestion, status: number): HretError {
  const url = `${endpoint}${pagePathOf(kind, repo)}`;
  const then = hasToken
    ? `Accept the terms at ${url} with the account HF_TOKEN belongs to.`
    : `Accept the terms at ${url} and set HF_TOKEN (or ${kind}Params.token).`;
  return new HretError('usage', `${repo} is gated: its files are only given to those who accepted its terms. ${then}`, {
    status,
  });
}

/** The hub answers alike for a repository that is private and one that does not exist. */
function hidden(response: Response, { kind, repo, endpoint, hasToken, thing }: HubQuestion): HretError {
  const { status } = response;
  if (/invalid credentials/i.test(response.headers.get('x-error-message') ?? '')) {
    const message = `${endpoint} does not accept the token it was given (${status}). Set HF_TOKEN to a valid token, or unset it for public ${kind}s.`;
    return new HretError('usage', message, { status });
  }
  if (status === 403) {
    const message = `${endpoint} refuses ${thing} of ${repo} (403). Give HF_TOKEN a token that may read it.`;
    return new HretError('usage', message, { status });
  }
  const token = hasToken ? 'The token in use may not see it' : 'If it is private, set HF_TOKEN';
  return new HretError('not_found', `There is no ${kind} "${repo}" at ${endpoint}. ${token}.`, { status });
}

function unexpected(response: Response, { repo, endpoint, thing }: HubQuestion, now: number): HretError {
  const { status } = response;
  const isRetryable = status === 429 || status >= 500;
  const retryAfterMs = retryAfterOf(response, now);
  return new HretError(
    'data',
    `${endpoint} answered ${status} for ${thing} of ${repo}.${isRetryable ? ' Try again later.' : ''}`,
    { status, isRetryable, ...(retryAfterMs === undefined ? {} : { retryAfterMs }) },
  );
}

function retryAfterOf(response: Response, now: number): number | undefined {
  const given = response.headers.get('retry-after')?.trim();
  if (!given) return undefined;
  const wait = /^\d+(\.\d+)?$/.test(given) ? Number(given) * 1000 : Date.parse(given) - now;
  return Number.isFinite(wait) ? Math.max(0, wait) : undefined;
}
