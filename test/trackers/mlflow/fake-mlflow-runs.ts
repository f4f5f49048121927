/** What a real server says no to. */
export class Refusal extends Error {
  readonly code: string;
  readonly status: number;

  constructor(message: string, code = 'INVALID_PARAMETER_VALUE', status = 400) {
    super(message);
    this.code = code;
    this.status = status;
  }
}

export interface StoredPoint {
  readonly key: string;
  readonly value: number;
  readonly timestamp: number;
  readonly step: number;
}

export interface StoredRun {
  readonly runId: string;
  readonly experimentId: string;
  readonly name: string;
  readonly startTime: number;
  status: string;
  endTime: number | undefined;
  isDeleted: boolean;
  readonly tags: Map<string, string>;
  readonly params: Map<string, string>;
  readonly metrics: StoredPoint[];
  readonly datasets: { dataset: Record<string, unknown>; tags: unknown }[];
}

interface Pair {
  readonly key: string;
  readonly value: string;
}

type Said = Record<string, unknown>;

const KEY = /^[/\p{L}\p{N}_.\- :]+$/u;
const PREFIX = '/api/2.0/mlflow';

/** Experiments and runs as MLflow's SQL store keeps them. */
export class FakeRuns {
  readonly experiments = new Map<string, { name: string; stage: 'active' | 'deleted' }>();
  readonly all = new Map<string, StoredRun>();
  readonly #artifactRoot: string;

  constructor(artifactRoot: string) {
    this.#artifactRoot = artifactRoot;
  }

  /** `undefined`: there is no such endpoint. */
  answer(route: string, said: Said): object | undefined {
    switch (route) {
      case `GET ${PREFIX}/experiments/get-by-name`:
        return { experiment: this.#experimentNamed(String(said.experiment_name)) };
      case `POST ${PREFIX}/experiments/create`:
        return { experiment_id: this.#newExperiment(String(said.name)) };
      case `POST ${PREFIX}/runs/create`:
        return { run: this.#shown(this.#newRun(said)) };
      case `POST ${PREFIX}/runs/search`:
        return this.#search(said);
      case `GET ${PREFIX}/runs/get`:
        return { run: this.#shown(this.run(said.run_id)) };
      case `POST ${PREFIX}/runs/update`:
        return this.#update(said);
      case `POST ${PREFIX}/runs/log-batch`:
        return this.#logBatch(said);
      case `POST ${PREFIX}/runs/log-inputs`:
        return this.#logInputs(said);
      default:
        return undefined;
    }
  }

  run(id: unknown): StoredRun {
    const run = this.all.get(String(id));
    if (run === undefined) throw new Refusal(`Run with id=${String(id)} not found`, 'RESOURCE_DOES_NOT_EXIST', 404);
    return run;
  }

  /** The only run with this name. */
  named(name: string): StoredRun {
    const [run, ...others] = [...this.all.values()].filter((one) => one.name === name);
    if (run === undefined || others.length > 0) throw new Error(`${others.length} more runs called ${name}`);
    return run;
  }

  #experimentNamed(name: string): object {
    const found = [...this.experiments].find(([, experiment]) => experiment.name === name);
    if (found === undefined) throw new Refusal(`Could not find experiment ${name}`, 'RESOURCE_DOES_NOT_EXIST', 404);
    return { experiment_id: found[0], name, lifecycle_stage: found[1].stage };
  }

  #newExperiment(name: string): string {
    if ([...this.experiments.values()].some((experiment) => experiment.name === name))
      throw new Refusal(`Experiment(name=${name}) already exists.`, 'RESOURCE_ALREADY_EXISTS');
    const id = String(this.experiments.size + 1);
    this.experiments.set(id, { name, stage: 'active' });
    return id;
  }

  #newRun(said: Said): StoredRun {
    const experimentId = String(said.experiment_id);
    if (!this.experiments.has(experimentId))
      throw new Refusal(`No Experiment with id=${experimentId} exists`, 'RESOURCE_DOES_NOT_EXIST', 404);
    const runId = (this.all.size + 1).toString(16).padStart(32, 'a');
    const run: StoredRun = {
      runId,
      experimentId,
      name: String(said.run_name),
      startTime: Number(said.start_time),
      status: 'RUNNING',
      endTime: undefined,
      isDeleted: false,
      tags: new Map([['mlflow.runName', String(said.run_name)]]),
      params: new Map(),
      metrics: [],
      datasets: [],
    };
    this.all.set(runId, run);
    this.#tag(run, said.tags as readonly Pair[]);
    return run;
  }

  #search({ experiment_ids, filter }: Said): object {
    const [, key = '', value] = /^tags\."([^"]+)" = '([^']*)'$/.exec(String(filter)) ?? [];
    if (value === undefined) throw new Refusal(`Invalid clause(s) in filter string: ${String(filter)}`);
    const found = [...this.all.values()].filter(
      (run) => (experiment_ids as string[]).includes(run.experimentId) && !run.isDeleted && run.tags.get(key) === value,
    );
    return found.length === 0 ? {} : { runs: found.map((run) => this.#shown(run)) };
  }

  #update({ run_id, status, end_time }: Said): object {
    const run = this.#active(run_id);
    run.status = String(status);
    if (typeof end_time === 'number') run.endTime = end_time;
    return { run_info: {} };
  }

  #logBatch({ run_id, metrics = [], params = [], tags = [] }: Said): object {
    const [points, pairs, labels] = [metrics as StoredPoint[], params as Pair[], tags as Pair[]];
    if (
      points.length > 1000 ||
      pairs.length > 100 ||
      labels.length > 100 ||
      points.length + pairs.length + labels.length > 1000
    )
      throw new Refusal('A batch logging request can contain at most 1000 metrics, 100 params and 100 tags.');
    for (const { key } of [...points, ...pairs, ...labels]) checkKey(key);
    if (new Set(pairs.map(({ key }) => key)).size < pairs.length)
      throw new Refusal('Duplicate parameter keys have been submitted');
    for (const { value } of pairs)
      if ([...value].length > 6000) throw new Refusal('Param value exceeds the limit of 6000 characters');
    for (const { value } of labels)
      if ([...value].length > 8000) throw new Refusal('Tag value exceeds the limit of 8000 characters');
    const run = this.#active(run_id);
    for (const { key, value } of pairs) {
      const known = run.params.get(key);
      if (known !== undefined && known !== value)
        throw new Refusal(`Changing param values is not allowed. Param with key='${key}' was already logged`);
    }
    for (const { key, value } of pairs) run.params.set(key, value);
    this.#tag(run, labels);
    for (const point of points) {
      if (!Number.isFinite(point.value) || !Number.isInteger(point.timestamp) || !Number.isInteger(point.step))
        throw new Refusal(`Got invalid value for metric '${point.key}'`);
      if (!run.metrics.some((known) => isSame(known, point))) run.metrics.push(point);
    }
    return {};
  }

  #logInputs({ run_id, datasets }: Said): object {
    const run = this.#active(run_id);
    for (const input of datasets as { dataset: Record<string, string>; tags: unknown }[]) {
      const { name = '', digest = '' } = input.dataset;
      if (name === '' || digest === '' || digest.length > 36) throw new Refusal('Dataset name or digest is wrong');
      const isKnown = run.datasets.some(({ dataset }) => dataset.name === name && dataset.digest === digest);
      if (!isKnown) run.datasets.push(input);
    }
    return {};
  }

  #active(id: unknown): StoredRun {
    const run = this.run(id);
    if (run.isDeleted)
      throw new Refusal(`The run ${run.runId} must be in the 'active' state. Current state is deleted.`);
    return run;
  }

  #tag(run: StoredRun, tags: readonly Pair[] = []): void {
    for (const { key, value } of tags) {
      checkKey(key);
      run.tags.set(key, value);
    }
  }

  #shown({ runId, experimentId, tags, status, isDeleted }: StoredRun): object {
    return {
      info: {
        run_id: runId,
        experiment_id: experimentId,
        status,
        lifecycle_stage: isDeleted ? 'deleted' : 'active',
        artifact_uri: `${this.#artifactRoot}/${experimentId}/${runId}/artifacts`,
      },
      data: { tags: [...tags].map(([key, value]) => ({ key, value })) },
    };
  }
}

function checkKey(key: string): void {
  if ([...key].length > 250) throw new Refusal(`${key} exceeds the limit of 250 characters`);
  const isPath = !key.startsWith('/') && key.split('/').every((part) => part !== '' && !/^\.+$/.test(part));
  if (!KEY.test(key) || !isPath || key.startsWith('..')) throw new Refusal(`Invalid name: '${key}'`);
}

function isSame(one: StoredPoint, other: StoredPoint): boolean {
  return (
    one.key === other.key && one.value === other.value && one.timestamp === other.timestamp && one.step === other.step
  );
}
