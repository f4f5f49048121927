import { resolve } from 'node:path';
import type { World } from '../../core/world.js';
import { HretError } from '../../errors.js';
import type { WandbOptions } from './options.js';

export type WandbMode = 'online' | 'offline' | 'disabled';
type Resume = 'allow' | 'must' | 'never';

/** The options with what the `WANDB_*` variables say, checked. The key is looked for later: offline needs none. */
export interface WandbSettings {
  readonly mode: WandbMode;
  readonly baseUrl: string;
  readonly appUrl: string;
  readonly project: string;
  readonly entity?: string;
  readonly name?: string;
  readonly id?: string;
  readonly resume: Resume;
  readonly group?: string;
  readonly jobType?: string;
  readonly tags: readonly string[];
  readonly notes?: string;
  readonly host?: string;
  readonly apiKey?: string;
  /** Where the folder `wandb` with the offline runs is. */
  readonly dir: string;
  readonly logSamples: boolean;
  readonly logResults: boolean;
  readonly transport: 'own' | 'sdk';
}

const CLOUD = 'https://api.wandb.ai';
const LONGEST_PROJECT = 128;
const LONGEST_TAG = 64;

/** Throws what the user has to mend before anything is asked. */
export function wandbSettings(options: WandbOptions, { env, cwd }: Pick<World, 'env' | 'cwd'>): WandbSettings {
  const said = (value: string | undefined, variable: string) => value || env[variable] || undefined;
  const baseUrl = baseUrlOf(said(options.baseUrl, 'WANDB_BASE_URL') ?? CLOUD);
  return {
    mode: modeOf(said(options.mode, 'WANDB_MODE')),
    baseUrl,
    appUrl: (env.WANDB_APP_URL || (baseUrl === CLOUD ? 'https://wandb.ai' : baseUrl)).replace(/\/+$/, ''),
    project: projectOf(said(options.projectName, 'WANDB_PROJECT') ?? 'hret'),
    ...present('entity', said(options.entity, 'WANDB_ENTITY')),
    ...present('name', said(options.name, 'WANDB_NAME')),
    ...present('id', idOf(said(options.id, 'WANDB_RUN_ID'))),
    resume: resumeOf(said(options.resume, 'WANDB_RESUME')),
    ...present('group', said(options.group, 'WANDB_RUN_GROUP')),
    ...present('jobType', said(options.jobType, 'WANDB_JOB_TYPE')),
    tags: tagsOf(options.tags ?? env.WANDB_TAGS?.split(',') ?? []),
    ...present('notes', said(options.notes, 'WANDB_NOTES')),
    ...present('host', env.WANDB_HOST || undefined),
    ...present('apiKey', said(options.apiKey, 'WANDB_API_KEY')?.trim()),
    dir: resolve(cwd, said(options.dir, 'WANDB_DIR') ?? '.'),
    logSamples: options.logSamples,
    logResults: options.logResults,
    transport: options.transport,
  };
}

function present<Key extends string>(key: Key, value: string | undefined): { readonly [K in Key]?: string } {
  return (value === undefined ? {} : { [key]: value }) as { readonly [K in Key]?: string };
}

function modeOf(text: string | undefined): WandbMode {
  switch (text) {
    case undefined:
    case 'online':
    case 'run':
      return 'online';
    case 'offline':
    case 'dryrun':
      return 'offline';
    case 'disabled':
      return 'disabled';
    default:
      throw new HretError('usage', `WANDB_MODE: expected "online", "offline" or "disabled", got "${text}".`);
  }
}

function resumeOf(text: string | undefined): Resume {
  switch (text) {
    case undefined:
    case 'allow':
    case 'auto':
      return 'allow';
    case 'must':
    case 'never':
      return text;
    default:
      throw new HretError('usage', `WANDB_RESUME: expected "allow", "must" or "never", got "${text}".`);
  }
}

function baseUrlOf(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol))
    throw new HretError('usage', `WANDB_BASE_URL: expected a URL such as ${CLOUD}, got "${text}".`);
  if (url.username !== '' || url.password !== '')
    throw new HretError('usage', 'WANDB_BASE_URL holds a user name or password; put the key into WANDB_API_KEY.');
  return `${url.origin}${url.pathname}`.replace(/\/+$/, '');
}

function projectOf(project: string): string {
  if (/[/\\#?%:]/.test(project) || project.length > LONGEST_PROJECT)
    throw new HretError(
      'usage',
      `The W&B project "${project}" cannot be: at most ${LONGEST_PROJECT} characters, none of them / \\ # ? % or a colon.`,
    );
  return project;
}

function idOf(id: string | undefined): string | undefined {
  if (id !== undefined && (/[/\\#?%:]/.test(id) || id.length > LONGEST_PROJECT))
    throw new HretError('usage', `The W&B run id "${id}" cannot be: no / \\ # ? % or colon in it.`);
  return id;
}

function tagsOf(given: readonly string[]): string[] {
  const tags = [...new Set(given.map((tag) => tag.trim()).filter((tag) => tag !== ''))];
  const long = tags.find((tag) => tag.length > LONGEST_TAG);
  if (long !== undefined)
    throw new HretError('usage', `The W&B tag "${long}" is longer than ${LONGEST_TAG} characters; shorten it.`);
  return tags;
}
