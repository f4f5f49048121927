import type { World } from '../../core/world.js';
import { HretError } from '../../errors.js';

/** A proxy as axios takes it. */
export interface Proxy {
  readonly protocol: string;
  readonly host: string;
  readonly port: number;
  readonly auth?: { readonly username: string; readonly password: string };
}

/** The proxy for an address by HTTP_PROXY, HTTPS_PROXY and NO_PROXY, in either case; `false` for none. */
export function proxyFor(url: URL, env: World['env']): Proxy | false {
  const name = url.protocol === 'https:' ? 'HTTPS_PROXY' : 'HTTP_PROXY';
  const address = env[name.toLowerCase()] ?? env[name];
  if (address === undefined || address === '' || isExcepted(url, env.no_proxy ?? env.NO_PROXY ?? '')) return false;
  const proxy = addressIn(address, name);
  const protocol = proxy.protocol.replace(':', '');
  return {
    protocol,
    host: proxy.hostname,
    port: Number(proxy.port) || (protocol === 'https' ? 443 : 80),
    ...(proxy.username !== '' && {
      auth: { username: decodeURIComponent(proxy.username), password: decodeURIComponent(proxy.password) },
    }),
  };
}

/** What is in it may be a password, so it is not shown. */
function addressIn(text: string, name: string): URL {
  const address = text.includes('://') ? text : `http://${text}`;
  if (URL.canParse(address)) return new URL(address);
  throw new HretError('usage', `${name} is not the address of a proxy; expected something like http://proxy:3128.`);
}

/** `NO_PROXY=localhost,.internal,10.0.0.1:5000`: a name stands for everything below it, `*` for everything. */
function isExcepted(url: URL, exceptions: string): boolean {
  const port = url.port || (url.protocol === 'https:' ? '443' : '80');
  return exceptions
    .split(/[\s,]+/)
    .filter((exception) => exception !== '')
    .some((exception) => {
      const [, name = '', onPort] = /^\*?\.?(.*?)(?::(\d+))?$/.exec(exception) ?? [];
      if (onPort !== undefined && onPort !== port) return false;
      return exception === '*' || url.hostname === name || url.hostname.endsWith(`.${name}`);
    });
}
