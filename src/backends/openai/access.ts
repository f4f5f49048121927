import type { World } from '../../core/world.js';
import { HretError } from '../../errors.js';
import { isSecretParameter } from '../../util/secret-names.js';
import { type ApiBase, parseApiBase } from '../api-base.js';
import type { OpenaiOptions } from './options.js';
import type { Server } from './server.js';

/** Where the service is: the option, the environment, or where such a server usually is. */
export function baseOf({ apiBase }: OpenaiOptions, env: World['env'], server: Server): ApiBase {
  if (apiBase !== undefined) return parseApiBase(apiBase, 'modelParams.apiBase');
  const variable = server.baseVariables.find((name) => env[name]);
  return parseApiBase((variable && env[variable]) || server.defaultBase, variable ?? 'modelParams.apiBase');
}

/** What every request carries. */
export function headersFor(
  options: OpenaiOptions,
  base: ApiBase,
  env: World['env'],
  server: Server,
): Record<string, string> {
  return {
    'content-type': 'application/json',
    accept: 'application/json',
    'user-agent': 'hret',
    ...server.headers,
    ...authorizationFor(options, base, env, server),
    ...(options.organization !== undefined && { 'openai-organization': options.organization }),
    ...(options.project !== undefined && { 'openai-project': options.project }),
    ...lowerCaseKeys(options.headers ?? {}),
  };
}

/** A user named in the address wins over a key that is merely lying in the environment. */
function authorizationFor(
  { apiKey, headers = {} }: OpenaiOptions,
  base: ApiBase,
  env: World['env'],
  { product, keyVariables, keyHeader, needsKey, isOpenai, defaultBase }: Server,
): Record<string, string> {
  if (apiKey !== undefined && base.authorization !== undefined) {
    throw new HretError(
      'usage',
      'modelParams.apiBase names a user and modelParams.apiKey is set: only one of them can be sent.',
    );
  }
  if (base.authorization !== undefined) return { authorization: base.authorization };
  const key = (apiKey ?? env[keyVariables.find((name) => env[name]) ?? ''] ?? '').trim();
  if (/[^\x21-\x7e]/.test(key)) {
    throw new HretError(
      'usage',
      `The key holds spaces or letters that no key has. Look at ${[...keyVariables, 'modelParams.apiKey'].join(' or ')}.`,
    );
  }
  if (key !== '') return keyHeader === undefined ? { authorization: `Bearer ${key}` } : { [keyHeader]: key };
  const isSent = Object.keys(headers).some((name) => /^(authorization|(x-)?(goog-)?api-key)$/i.test(name));
  const isNeeded = isOpenai || (needsKey && base.shown === defaultBase);
  if (isNeeded && !isSent) {
    throw new HretError(
      'usage',
      `${product} key is missing. Set ${[...keyVariables, 'modelParams.apiKey'].join(' or ')}.`,
    );
  }
  return {};
}

function lowerCaseKeys(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}

/** The values of headers that nobody may see, whole and without the word in front (`Bearer`). */
export function secretHeaders(headers: Readonly<Record<string, string>>): string[] {
  const values = Object.entries(headers).flatMap(([name, value]) => (isSecretParameter(name) ? [value] : []));
  return values.flatMap((value) => [value, value.replace(/^\w+\s+/, '')]);
}
