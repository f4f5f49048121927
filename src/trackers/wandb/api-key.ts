import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import type { World } from '../../core/world.js';
import { HretError } from '../../errors.js';
import type { WandbSettings } from './settings.js';

/** The key of the settings, or the one that `wandb login` left in the netrc file. It is registered as a secret. */
export async function apiKeyOf(
  { apiKey, baseUrl }: Pick<WandbSettings, 'apiKey' | 'baseUrl'>,
  world: Pick<World, 'env' | 'keepSecret'>,
): Promise<string> {
  const host = new URL(baseUrl).hostname;
  const key = apiKey ?? (await keyFromNetrc(host, world.env));
  if (key === undefined)
    throw new HretError(
      'usage',
      `The W&B key is missing. Set WANDB_API_KEY, or run "wandb login" (it writes ${host} to ~/.netrc), or use mode "offline" (WANDB_MODE=offline).`,
    );
  world.keepSecret(key);
  return key;
}

async function keyFromNetrc(host: string, env: World['env']): Promise<string | undefined> {
  const home = env.HOME || env.USERPROFILE || homedir();
  for (const path of env.NETRC ? [env.NETRC] : [join(home, '.netrc'), join(home, '_netrc')]) {
    const text = await readFile(path, 'utf8').catch(() => undefined);
    if (text !== undefined) return passwordFor(host, text);
  }
  return undefined;
}

/** The password of a machine in a netrc text; the entry `default` stands for every machine. */
export function passwordFor(host: string, netrc: string): string | undefined {
  const words = netrc.replace(/^\s*#.*$/gm, '').match(/"(?:\\.|[^"\\])*"|\S+/g) ?? [];
  let isOurs = false;
  for (let at = 0; at < words.length; at++) {
    const word = words[at];
    if (word === 'default') isOurs = true;
    else if (word === 'machine') isOurs = words[++at] === host;
    else if (word === 'login' || word === 'account') at++;
    else if (word === 'password' && isOurs) return unquoted(words[at + 1]);
  }
  return undefined;
}

function unquoted(word: string | undefined): string | undefined {
  if (word === undefined || !word.startsWith('"')) return word;
  return word.slice(1, -1).replace(/\\(.)/g, '$1');
}
