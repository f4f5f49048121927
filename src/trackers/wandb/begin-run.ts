import { HretError } from '../../errors.js';
import { VERSION } from '../../version.js';
import type { WandbClient } from './client.js';
import { storedConfig } from './config.js';
import { upsertBucket, viewer } from './graphql.js';
import type { OnlineState } from './online-state.js';
import type { StartParcel } from './parcels.js';
import { configResumedAt, findResumed } from './resume.js';
import { metadataFile } from './run-files.js';
import type { WandbSettings } from './settings.js';

/** Makes the run, or goes on with it, and tells what W&B has of it. */
export async function beginRun(
  client: WandbClient,
  start: StartParcel,
  known: OnlineState | undefined,
  settings: Pick<WandbSettings, 'baseUrl'>,
): Promise<OnlineState> {
  refuseOtherServer(start, settings);
  const begun = known ?? (await found(client, start));
  const { keptConfig, keptTags, resumedAt } = begun;
  const { upsertBucket: made } = await client.ask(upsertBucket, {
    name: begun.run,
    project: begun.project,
    entity: begun.entity,
    groupName: start.group ?? null,
    displayName: start.displayName,
    notes: start.notes ?? null,
    commit: start.commit ?? null,
    repo: start.repo ?? null,
    host: start.host,
    program: start.program ?? null,
    jobType: start.jobType,
    tags: [...new Set([...keptTags, ...start.tags])],
    config: JSON.stringify(storedConfig({ ...keptConfig, ...configResumedAt(start.config, resumedAt) }, VERSION)),
  });
  const { project } = made.bucket;
  const at = { entity: project?.entity.name ?? begun.entity, project: project?.name ?? begun.project, run: begun.run };
  const files = { 'wandb-metadata.json': metadataFile(start) };
  await client.uploadRunFiles(at, files);
  await client.stream(at, { uploaded: Object.keys(files) });
  return { ...begun, ...at, lastRow: {} };
}

/** A run that W&B has not heard of from us. It may have heard of it from others. */
async function found(client: WandbClient, start: StartParcel): Promise<OnlineState> {
  const place = { entity: await entityFor(client, start), project: start.project, run: start.id };
  const resumed = start.resume === undefined ? undefined : await findResumed(client, place, start);
  return {
    ...place,
    lines: resumed?.at.line ?? 0,
    step: -1,
    ...(resumed !== undefined && { resumedAt: resumed.at }),
    keptConfig: resumed?.config ?? {},
    keptTags: [...(resumed?.tags ?? [])],
    summary: resumed?.summary ?? {},
    lastRow: {},
  };
}

async function entityFor(client: WandbClient, { entity: wanted, baseUrl }: StartParcel): Promise<string> {
  const { viewer: user } = await client.ask(viewer, {});
  if (user === null)
    throw new HretError('usage', `W&B at ${baseUrl} does not know this key. Set WANDB_API_KEY, or run "wandb login".`);
  const entity = wanted ?? user.entity;
  if (entity) return entity;
  throw new HretError('usage', 'This W&B key has no default entity. Set WANDB_ENTITY or the option entity.');
}

/** The key is not shown to whichever server an old run's folder names. */
function refuseOtherServer({ baseUrl: meant }: StartParcel, { baseUrl }: Pick<WandbSettings, 'baseUrl'>): void {
  if (meant === baseUrl) return;
  throw new HretError(
    'usage',
    `This run was to be sent to ${meant}, and W&B is at ${baseUrl} now. Set WANDB_BASE_URL=${meant} to send it.`,
  );
}
