import { HretError } from '../../errors.js';
import { artifactUpload } from './artifacts.js';
import { cleanKey } from './key-names.js';
import type { Rest } from './rest.js';
import { RUN_ID_TAG } from './run-tags.js';
import { errorCodeOf } from './server-errors.js';
import { anything, experimentReply, newExperimentReply, type RunReply, runReply, runsReply } from './server-replies.js';
import type { NewRun, RemoteRun, RunChange, Store } from './store.js';
import { serverTraces } from './traces.js';

const RUNS = '/api/2.0/mlflow/runs';

/** Runs on a tracking server. */
export function serverStore(rest: Rest): Store {
  const read = async (runId: string) => (await rest.get(`${RUNS}/get`, { run_id: runId }, runReply)).run;
  return {
    experimentId: (name) => experimentId(rest, name),
    experimentOf: async (runId) => (await read(runId)).info.experiment_id,
    async findRun(experimentId, ownId) {
      const filter = `tags."${RUN_ID_TAG}" = ${sqlText(ownId)}`;
      const query = { experiment_ids: [experimentId], filter, max_results: 1 };
      const { runs: found } = await rest.post(`${RUNS}/search`, query, runsReply);
      return found[0] === undefined ? undefined : remoteRun(found[0]);
    },
    async createRun({ experimentId, ownId, name, user, startTime, tags }: NewRun) {
      const body = {
        experiment_id: experimentId,
        run_name: name,
        user_id: user,
        start_time: startTime,
        tags: [{ key: RUN_ID_TAG, value: ownId }, ...tags],
      };
      return remoteRun((await rest.postOnce(`${RUNS}/create`, body, runReply)).run);
    },
    async updateRun({ runId }, { status, endTime }: RunChange) {
      await rest.post(`${RUNS}/update`, { run_id: runId, status, end_time: endTime }, anything);
    },
    async tagsOf({ runId }) {
      const { info, data } = await read(runId);
      if (info.lifecycle_stage !== 'active')
        throw new HretError(
          'usage',
          `The MLflow run ${runId} was deleted. Restore it (mlflow runs restore --run-id ${runId}) to go on with it.`,
        );
      return Object.fromEntries(data.tags.map(({ key, value }) => [key, value]));
    },
    async logBatch({ runId }, { metrics, params, tags }) {
      await rest.post(`${RUNS}/log-batch`, { run_id: runId, metrics, params, tags }, anything);
    },
    async logDataset({ runId }, { tags, sourceType, ...dataset }) {
      const datasets = [{ tags, dataset: { ...dataset, source_type: sourceType } }];
      await rest.post(`${RUNS}/log-inputs`, { run_id: runId, datasets }, anything);
    },
    putArtifact: artifactUpload(rest),
    cleanKey,
    link: ({ experimentId, runId }) => `${rest.baseUrl}/#/experiments/${experimentId}/runs/${runId}`,
    traces: serverTraces(rest),
    close: () => rest.close(),
  };
}

async function experimentId(rest: Rest, name: string): Promise<string> {
  return (await existing(rest, name)) ?? (await created(rest, name));
}

async function created(rest: Rest, name: string): Promise<string> {
  try {
    return (await rest.post('/api/2.0/mlflow/experiments/create', { name }, newExperimentReply)).experiment_id;
  } catch (error) {
    // Somebody else was faster.
    const id = errorCodeOf(error) === 'RESOURCE_ALREADY_EXISTS' ? await existing(rest, name) : undefined;
    if (id !== undefined) return id;
    throw error;
  }
}

async function existing(rest: Rest, name: string): Promise<string | undefined> {
  try {
    const query = { experiment_name: name };
    const { experiment } = await rest.get('/api/2.0/mlflow/experiments/get-by-name', query, experimentReply);
    if (experiment.lifecycle_stage === 'active') return experiment.experiment_id;
    const restore = `mlflow experiments restore --experiment-id ${experiment.experiment_id}`;
    throw new HretError(
      'usage',
      `The MLflow experiment "${name}" is deleted. Restore it (${restore}) or name another one (experimentName, MLFLOW_EXPERIMENT_NAME).`,
    );
  } catch (error) {
    if (errorCodeOf(error) === 'RESOURCE_DOES_NOT_EXIST') return undefined;
    throw error;
  }
}

function remoteRun({ info }: RunReply): RemoteRun {
  return { experimentId: info.experiment_id, runId: info.run_id, artifactUri: info.artifact_uri };
}

/** A text in a filter; there is no way to write both kinds of quotes in one. */
function sqlText(text: string): string {
  return text.includes("'") ? `"${text}"` : `'${text}'`;
}
