import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import type { World } from '../core/world.js';

/** Which hub, as whom, and where its files are kept; read from the same variables as Python's `huggingface_hub`. */
export interface HubSettings {
  /** Without a trailing slash. */
  readonly endpoint: string;
  readonly token: string | undefined;
  readonly cacheFolder: string;
  readonly isOffline: boolean;
}

type Env = World['env'];

/** Reads the hub's settings; an explicit token wins over the environment, the environment over the token file. */
export async function hubSettings(world: World, explicitToken?: string): Promise<HubSettings> {
  const token = cleaned(explicitToken) ?? tokenOfEnvironment(world.env) ?? (await tokenOfFile(world));
  if (token !== undefined) world.keepSecret(token);
  return {
    endpoint: (cleaned(world.env.HF_ENDPOINT) ?? 'https://huggingface.co').replace(/\/+$/, ''),
    token,
    cacheFolder: cacheFolder(world),
    isOffline: /^(1|true|yes|on)$/i.test(world.env.HF_HUB_OFFLINE?.trim() ?? ''),
  };
}

function tokenOfEnvironment(env: Env): string | undefined {
  return cleaned(env.HF_TOKEN) ?? cleaned(env.HUGGING_FACE_HUB_TOKEN) ?? cleaned(env.HUGGING_FACE_TOKEN);
}

async function tokenOfFile(world: World): Promise<string | undefined> {
  const path = folderOf(world, world.env.HF_TOKEN_PATH) ?? join(homeOfHub(world), 'token');
  return cleaned(await readFile(path, 'utf8').catch(() => undefined));
}

function cacheFolder(world: World): string {
  const { HF_HUB_CACHE, HUGGINGFACE_HUB_CACHE } = world.env;
  return folderOf(world, HF_HUB_CACHE) ?? folderOf(world, HUGGINGFACE_HUB_CACHE) ?? join(homeOfHub(world), 'hub');
}

function homeOfHub(world: World): string {
  const caches = folderOf(world, world.env.XDG_CACHE_HOME) ?? join(homeOf(world.env), '.cache');
  return folderOf(world, world.env.HF_HOME) ?? join(caches, 'huggingface');
}

/** A folder named by a variable, with `~` expanded. */
function folderOf(world: World, named: string | undefined): string | undefined {
  const path = cleaned(named);
  return path === undefined ? undefined : resolve(world.cwd, path.replace(/^~(?=$|[\\/])/, homeOf(world.env)));
}

function homeOf(env: Env): string {
  return cleaned(env.HOME) ?? cleaned(env.USERPROFILE) ?? homedir();
}

function cleaned(value: string | undefined): string | undefined {
  return value?.trim() || undefined;
}
