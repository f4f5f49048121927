import { userInfo } from 'node:os';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { World } from '../../core/world.js';
import { HretError } from '../../errors.js';
import type { MlflowOptions } from './options.js';

/** A tracking server, or the folder that takes its place. */
export type Place =
  | { readonly kind: 'server'; readonly url: string; readonly username?: string; readonly password?: string }
  | { readonly kind: 'files'; readonly folder: string };

/** The options with what the variables say. Absent parts have a default where the run is made. */
export interface MlflowSettings {
  readonly place: Place;
  readonly experimentName?: string;
  readonly experimentId?: string;
  readonly runName?: string;
  readonly parentRunId?: string;
  readonly user: string;
  readonly tags: Readonly<Record<string, string>>;
  readonly logSamples: boolean;
  readonly logArtifacts: boolean;
  readonly traces: boolean;
}

/** Throws what the user has to mend before anything is asked. */
export function mlflowSettings(options: MlflowOptions, { env, cwd }: Pick<World, 'env' | 'cwd'>): MlflowSettings {
  const { trackingUri = env.MLFLOW_TRACKING_URI, tags, logSamples, logArtifacts, traces } = options;
  const place = placeOf(trackingUri?.trim(), cwd);
  if (traces && place.kind === 'files')
    throw new HretError(
      'usage',
      'MLflow keeps traces on a server only. Leave out traces, or give the address of a server (trackingUri, MLFLOW_TRACKING_URI).',
    );
  const experimentName = options.experimentName ?? said(env.MLFLOW_EXPERIMENT_NAME);
  return {
    place,
    ...(experimentName === undefined ? present('experimentId', said(env.MLFLOW_EXPERIMENT_ID)) : { experimentName }),
    ...present('runName', options.runName),
    ...present('parentRunId', options.parentRunId ?? said(env.MLFLOW_RUN_ID)),
    user: said(env.LOGNAME) ?? said(env.USER) ?? said(env.USERNAME) ?? systemUser(),
    tags,
    logSamples,
    logArtifacts,
    traces,
  };
}

/** The address of the place, fit to be written down: without user and password, and the same from every folder. */
export function uriOf(place: Place): string {
  return place.kind === 'server' ? place.url : `file://${place.folder}`;
}

function placeOf(uri: string | undefined, cwd: string): Place {
  if (uri === undefined || uri === '')
    throw new HretError(
      'usage',
      'Nothing says where MLflow is. Set MLFLOW_TRACKING_URI (or the option trackingUri) to the address of a tracking server, for example http://localhost:5000, or to file:./mlruns to write files without a server.',
    );
  if (/^https?:\/\//i.test(uri)) return serverAt(uri);
  if (/^file:\/\//i.test(uri)) return { kind: 'files', folder: fileURLToPath(uri) };
  if (/^file:/i.test(uri)) return { kind: 'files', folder: resolve(cwd, uri.slice('file:'.length)) };
  if (!/^[a-z][a-z0-9+.-]+:|^databricks$/i.test(uri)) return { kind: 'files', folder: resolve(cwd, uri) };
  const [scheme = ''] = uri.split(':');
  const advice = /^(sqlite|postgresql|mysql|mssql)/i.test(scheme)
    ? `A database is written by a tracking server: run "mlflow server --backend-store-uri ${scheme}://…" and give its http address.`
    : 'Give the http(s) address of a tracking server, or file:./mlruns.';
  throw new HretError('usage', `MLflow at "${scheme}" is not spoken here. ${advice}`);
}

function serverAt(uri: string): Place {
  if (!URL.canParse(uri))
    throw new HretError(
      'usage',
      'MLFLOW_TRACKING_URI (or trackingUri) is not an address, for example http://localhost:5000.',
    );
  const { origin, pathname, username, password } = new URL(uri);
  return {
    kind: 'server',
    url: `${origin}${pathname}`.replace(/\/+$/, ''),
    ...present('username', said(decodeURIComponent(username))),
    ...present('password', said(decodeURIComponent(password))),
  };
}

function systemUser(): string {
  try {
    return userInfo().username;
  } catch {
    // In a container the user may have a number only.
    return 'unknown';
  }
}

/** A variable that is set to nothing says nothing. */
function said(value: string | undefined): string | undefined {
  return value?.trim() || undefined;
}

function present<Name extends string>(name: Name, value: string | undefined): { [name in Name]?: string } {
  return value === undefined ? {} : ({ [name]: value } as { [name in Name]: string });
}
