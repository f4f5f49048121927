import { HretError } from '../errors.js';
import { isSecretParameter } from '../util/secret-names.js';

/** Where a service lives, as far as it may be shown, and what must not be shown. */
export interface ApiBase {
  /** Without user, password and query. */
  readonly shown: string;
  readonly host: string;
  /** The base ends in a version (`/v1`), as most services want it. */
  readonly hasVersion: boolean;
  /** `Basic …` when the address names a user. */
  readonly authorization?: string;
  readonly secrets: readonly string[];
  /** The address of one path under the base, for example `/chat/completions`; the base's query is kept. */
  urlOf(path: string): URL;
}

/**
 * Reads an address as people paste it: ends in a slash or in the path of one call are taken off, user and password become
 * a Basic header, and keys in the query are kept secret.
 */
export function parseApiBase(text: string, where: string): ApiBase {
  const url = urlFrom(text.trim(), where);
  const { username, password, search } = url;
  const base = `${url.origin}${url.pathname.replace(/(\/+(chat\/)?completions)?\/*$/, '')}`;
  const basic = username === '' && password === '' ? undefined : basicToken(username, password);
  const keys = [...url.searchParams].filter(([name]) => isSecretParameter(name)).map(([, value]) => value);
  return {
    shown: base,
    host: url.hostname,
    hasVersion: /\/v\d+\w*(\/|$)/.test(base),
    ...(basic !== undefined && { authorization: `Basic ${basic}` }),
    secrets: [decoded(password), basic ?? '', ...keys].filter((secret) => secret !== ''),
    urlOf: (path) => new URL(`${base}${path}${search}`),
  };
}

function urlFrom(text: string, where: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url?.protocol === 'http:' || url?.protocol === 'https:') return url;
  const shown = withoutSecrets(text);
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(text)) {
    throw new HretError('usage', `${where}: "${shown}" is not an http:// or https:// address.`);
  }
  const scheme = /^(localhost|127\.|10\.|192\.168\.|\[::1\])/.test(shown) ? 'http' : 'https';
  throw new HretError('usage', `${where}: "${shown}" has no scheme. Write ${scheme}://${shown}.`);
}

function withoutSecrets(text: string): string {
  return text.replace(/^([a-z][a-z0-9+.-]*:\/\/)?.*@/i, '$1').replace(/[?#].*$/s, '');
}

function basicToken(username: string, password: string): string {
  return Buffer.from(`${decoded(username)}:${decoded(password)}`).toString('base64');
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part; // a bare % that was never encoded
  }
}
