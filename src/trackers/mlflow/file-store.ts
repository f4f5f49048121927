import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { World } from '../../core/world.js';
import { HretError } from '../../errors.js';
import { copyOver } from './artifacts.js';
import type { DatasetInput } from './dataset-input.js';
import { appendPoints } from './file-metrics.js';
import {
  cleanFileKey,
  experimentNamed,
  folders,
  type Meta,
  readMeta,
  readTexts,
  writeMeta,
  writeText,
} from './mlruns.js';
import { RUN_ID_TAG } from './run-tags.js';
import { stableHex } from './stable-hex.js';
import type { RemoteRun, RemoteStatus, RunChange, Store } from './store.js';

/** How `meta.yaml` writes a status. */
const STATUS: Readonly<Record<RemoteStatus, number>> = { RUNNING: 1, FINISHED: 3, FAILED: 4, KILLED: 5 };

/** Runs in the files of `mlruns`, as `mlflow migrate-filestore` reads them. Ids are derived from names, so that a repeat finds what is there. */
export function fileStore(root: string, { now }: Pick<World, 'now'>): Store {
  const runFolder = ({ experimentId, runId }: Pick<RemoteRun, 'experimentId' | 'runId'>) =>
    join(root, experimentId, runId);
  return {
    experimentId: (name) => experimentIn(root, name, now()),
    async experimentOf(runId) {
      for (const experimentId of await folders(root)) {
        if (existsSync(join(root, experimentId, runId, 'meta.yaml'))) return experimentId;
      }
      throw new HretError('usage', `There is no MLflow run "${runId}" in ${root}, to nest another one in.`);
    },
    async findRun(experimentId, ownId) {
      const run = runNamed(root, experimentId, ownId);
      return existsSync(join(runFolder(run), 'meta.yaml')) ? run : undefined;
    },
    async createRun({ experimentId, ownId, name, user, startTime, tags }) {
      const run = runNamed(root, experimentId, ownId);
      const all = [{ key: RUN_ID_TAG, value: ownId }, { key: 'mlflow.runName', value: name }, ...tags];
      for (const { key, value } of all) await writeText(join(runFolder(run), 'tags', key), value);
      await writeMeta(runFolder(run), newRun(run, name, user, startTime));
      return run;
    },
    async updateRun(run, change) {
      await writeMeta(runFolder(run), changed(await readMeta(runFolder(run)), change));
    },
    tagsOf: (run) => readTexts(join(runFolder(run), 'tags')),
    async logBatch(run, { metrics, params, tags }) {
      const folder = runFolder(run);
      for (const { key, value } of tags) await writeText(join(folder, 'tags', key), value);
      for (const { key, value } of params) await writeText(join(folder, 'params', key), value);
      await appendPoints(join(folder, 'metrics'), metrics);
    },
    logDataset: (run, dataset) => logDataset(join(root, run.experimentId), run.runId, dataset),
    putArtifact: (run, place, file) => copyOver(file, join(runFolder(run), 'artifacts', place)),
    cleanKey: cleanFileKey,
    link: (run) => runFolder(run),
    close() {},
  };
}

async function experimentIn(root: string, name: string, now: number): Promise<string> {
  const known = await experimentNamed(root, name);
  if (known !== undefined) return known;
  const experimentId = experimentIdOf(name);
  if ((await experimentNamed(join(root, '.trash'), name)) !== undefined)
    throw new HretError(
      'usage',
      `The MLflow experiment "${name}" in ${root} is deleted. Restore it, or name another one (experimentName, MLFLOW_EXPERIMENT_NAME).`,
    );
  await writeMeta(join(root, experimentId), {
    artifact_location: pathToFileURL(join(root, experimentId)).href,
    creation_time: now,
    experiment_id: experimentId,
    last_update_time: now,
    lifecycle_stage: 'active',
    name,
  });
  return experimentId;
}

/** MLflow takes eighteen digits of no meaning. */
function experimentIdOf(name: string): string {
  const number = BigInt(`0x${stableHex(24, 'experiment', name)}`) % 10n ** 18n;
  return String(number).padStart(18, '1');
}

function runNamed(root: string, experimentId: string, ownId: string): RemoteRun {
  const runId = stableHex(32, 'run', ownId);
  return { experimentId, runId, artifactUri: pathToFileURL(join(root, experimentId, runId, 'artifacts')).href };
}

function newRun({ experimentId, runId, artifactUri }: RemoteRun, name: string, user: string, startTime: number): Meta {
  return {
    artifact_uri: artifactUri,
    deleted_time: null,
    end_time: null,
    entry_point_name: '',
    experiment_id: experimentId,
    lifecycle_stage: 'active',
    run_id: runId,
    run_name: name,
    run_uuid: runId,
    source_name: '',
    source_type: 4,
    source_version: '',
    start_time: startTime,
    status: STATUS.RUNNING,
    tags: [],
    user_id: user,
  };
}

function changed(meta: Meta, { status, endTime }: RunChange): Meta {
  return { ...meta, status: STATUS[status], ...(endTime !== undefined && { end_time: endTime }) };
}

/** The dataset belongs to the experiment, and the run names it as an input. */
async function logDataset(experiment: string, runId: string, dataset: DatasetInput): Promise<void> {
  const { name, digest, sourceType, source, schema, profile, tags } = dataset;
  const datasetId = md5(name, digest);
  const kept = { digest, name, profile, schema, source, source_type: sourceType };
  await writeMeta(join(experiment, 'datasets', datasetId), kept);
  await writeMeta(join(experiment, runId, 'inputs', md5(datasetId, runId)), {
    destination_id: datasetId,
    destination_type: 'RUN',
    source_id: datasetId,
    source_type: 'DATASET',
    tags: Object.fromEntries(tags.map(({ key, value }) => [key, value])),
  });
}

function md5(...parts: readonly string[]): string {
  return createHash('md5').update(parts.join('')).digest('hex');
}
