import type { Agent, Dispatcher } from 'undici';
import type { World } from '../core/world.js';
import type { Connection } from './network-errors.js';

const LARGEST_REPLY = 64 * 2 ** 20;

/** What requests are sent by: undici's agent, or its proxy agent where the environment names a proxy. */
export async function openDispatcher(env: World['env'], connection: Connection): Promise<Dispatcher> {
  const silenceMs = connection.firstByteTimeoutMs ?? 0;
  const options = {
    pipelining: 1,
    connectTimeout: connection.connectTimeoutMs,
    headersTimeout: silenceMs,
    bodyTimeout: silenceMs,
    maxResponseSize: LARGEST_REPLY,
  };
  const proxies = proxiesOf(env);
  if (proxies === undefined) return new (await agentClass())(options);
  const { EnvHttpProxyAgent } = await import('undici');
  return new EnvHttpProxyAgent({ ...options, ...proxies });
}

/** The whole of undici takes 80 ms to load, most of it for its `fetch`; where its agent is not at its place, the whole it is. */
async function agentClass(): Promise<typeof Agent> {
  const agent: string = 'undici/lib/dispatcher/agent.js';
  try {
    return ((await import(agent)) as { readonly default: typeof Agent }).default;
  } catch {
    return (await import('undici')).Agent;
  }
}

/** Every field is given, because undici reads the process environment for those that are not. */
export function proxiesOf(env: World['env']): { httpProxy: string; httpsProxy: string; noProxy: string } | undefined {
  const httpProxy = env.http_proxy ?? env.HTTP_PROXY ?? '';
  const httpsProxy = env.https_proxy ?? env.HTTPS_PROXY ?? '';
  if (httpProxy === '' && httpsProxy === '') return undefined;
  return { httpProxy, httpsProxy, noProxy: env.no_proxy ?? env.NO_PROXY ?? '' };
}
