import { HretError } from '../../errors.js';
import { REDACTED } from '../../util/redact.js';
import { isSecretParameter } from '../../util/secret-names.js';
import type { TrackerRequest } from './http-types.js';

/** The address of a server, checked. */
export function baseOf(baseUrl: string): URL {
  const url = URL.canParse(baseUrl) ? new URL(baseUrl) : undefined;
  if (url?.protocol === 'http:' || url?.protocol === 'https:') return url;
  throw new HretError(
    'usage',
    `"${shownAddress(baseUrl)}" is not the address of a server; expected http:// or https://.`,
  );
}

/** The address a request goes to. */
export function addressOf(base: URL, { path, query = {} }: TrackerRequest): URL {
  const url = /^https?:\/\//i.test(path) ? new URL(path) : below(base, path);
  for (const [name, value] of Object.entries(query))
    if (value !== undefined) url.searchParams.append(name, String(value));
  return url;
}

function below(base: URL, path: string): URL {
  const url = new URL(base);
  const [own = '', search] = path.split('?', 2);
  url.pathname = `${base.pathname.replace(/\/$/, '')}/${own.replace(/^\//, '')}`;
  if (search !== undefined) url.search = search;
  return url;
}

/** Host and path for people: no user info, and no parameter that may be a key. */
export function shownAddress(address: URL | string): string {
  if (typeof address === 'string') return address.replace(/\/\/[^/?#]*@/, `//${REDACTED}@`).replace(/[?#].*$/s, '');
  const url = new URL(address);
  url.username = '';
  url.password = '';
  for (const name of [...url.searchParams.keys()]) {
    if (isSecretParameter(name)) url.searchParams.set(name, REDACTED);
  }
  return readable(url.href);
}

function readable(address: string): string {
  try {
    return decodeURI(address);
  } catch {
    return address;
  }
}
