import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import type { World } from '../../core/world.js';
import { HretError, messageOf } from '../../errors.js';
import { VERSION } from '../../version.js';
import { trackerHttp } from '../delivery/http.js';
import type { TlsOptions, TrackerHttp } from '../delivery/http-types.js';
import type { Place } from './settings.js';

type Server = Extract<Place, { kind: 'server' }>;

/** HTTP to a tracking server, with the credentials and TLS settings that MLflow's own clients read. */
export async function connect(server: Server, world: World): Promise<TrackerHttp> {
  const { env, now } = world;
  const headers = {
    'user-agent': `hret/${VERSION}`,
    ...(await authorization(server, world)),
    ...(env.MLFLOW_WORKSPACE ? { 'x-mlflow-workspace': env.MLFLOW_WORKSPACE } : {}),
  };
  return trackerHttp({ baseUrl: server.url, headers, env, now, tls: await tlsOf(env) });
}

/** A user with a password goes before a token, as in MLflow's own client. */
async function authorization(server: Server, { env, keepSecret }: World): Promise<{ authorization?: string }> {
  const stored = await credentialsFile(env);
  const username = env.MLFLOW_TRACKING_USERNAME || server.username || stored.mlflow_tracking_username;
  const password = env.MLFLOW_TRACKING_PASSWORD || server.password || stored.mlflow_tracking_password;
  if (username && password) {
    keepSecret(password);
    return { authorization: `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}` };
  }
  const token = env.MLFLOW_TRACKING_TOKEN;
  if (!token) return {};
  keepSecret(token);
  return { authorization: `Bearer ${token}` };
}

/** `[mlflow]` in `~/.mlflow/credentials`. */
async function credentialsFile(env: World['env']): Promise<Readonly<Record<string, string>>> {
  const home = env.HOME ?? env.USERPROFILE ?? homedir();
  const text = await readFile(join(home, '.mlflow', 'credentials'), 'utf8').catch(() => '');
  const section = /^\[mlflow\]\s*$([^[]*)/m.exec(text)?.[1] ?? '';
  const pairs = [...section.matchAll(/^\s*([\w.]+)\s*[=:]\s*(.*?)\s*$/gm)];
  return Object.fromEntries(pairs.map(([, name = '', value = '']) => [name.toLowerCase(), value]));
}

async function tlsOf(env: World['env']): Promise<TlsOptions> {
  const isInsecure = /^(true|1)$/i.test(env.MLFLOW_TRACKING_INSECURE_TLS ?? '');
  const ca = await pem(env, 'MLFLOW_TRACKING_SERVER_CERT_PATH');
  if (isInsecure && ca !== undefined)
    throw new HretError(
      'usage',
      'MLFLOW_TRACKING_INSECURE_TLS and MLFLOW_TRACKING_SERVER_CERT_PATH contradict each other. Unset one of them.',
    );
  // Certificate and key are in one file, as the Python client takes them.
  const own = await pem(env, 'MLFLOW_TRACKING_CLIENT_CERT_PATH');
  return { isInsecure, ...(ca !== undefined && { ca }), ...(own !== undefined && { cert: own, key: own }) };
}

async function pem(env: World['env'], variable: string): Promise<string | undefined> {
  const path = env[variable];
  if (!path) return undefined;
  return readFile(path, 'utf8').catch((cause: unknown) => {
    throw new HretError('usage', `${variable}: ${messageOf(cause)}.`, { cause });
  });
}
